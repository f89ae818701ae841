import { expect, it } from 'vitest';
import { othersToStop, type RunningService } from '../../../../src/core/upgrade/other-services.ts';

function service(name: string, given: Partial<RunningService> = {}): RunningService {
  return { name, early: false, stopsToo: [], ...given };
}

const keep = new Set(['nginx.service', 'postgresql@17-main.service']);

it('stops what is not carried before anything stands still', () => {
  expect(othersToStop([service('cron.service'), service('nginx.service')], keep)).toEqual([
    'cron.service',
  ]);
});

it.each([
  ...['ssh.service', 'dbus.service', 'systemd-networkd.service', 'NetworkManager.service'],
  ...['firewalld.service', 'tailscaled.service', 'gdm3.service', 'autofs.service'],
])('leaves the machine reachable and guarded, and the person on it: %s', (name) => {
  expect(othersToStop([service(name)], keep)).toEqual([]);
});

it('leaves alone what is a part of the start of the system', () => {
  expect(othersToStop([service('lvm2-monitor.service', { early: true })], keep)).toEqual([]);
});

it('leaves alone what would take a carried unit with it, however many units lie between', () => {
  const umbrella = service('postgresql.service', { stopsToo: ['postgresql@17-main.service'] });
  const below = service('storage.service', { stopsToo: ['postgresql.service'] });
  expect(othersToStop([umbrella, below], keep)).toEqual([]);
});

it('stops a service that others need if they may stop, too, or are only targets', () => {
  const database = service('mariadb.service', { stopsToo: ['app.service', 'multi-user.target'] });
  const app = service('app.service', { stopsToo: ['mariadb.service'] });
  expect(othersToStop([database, app], keep)).toEqual(['mariadb.service', 'app.service']);
});
