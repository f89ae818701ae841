import { describe, expect, it } from 'vitest';
import { type Conmon, serviceOfGroup } from '../../../../src/linux/upgrade/conmons.ts';
import type { PodmanContainers } from '../../../../src/linux/upgrade/podman.ts';
import { runContainers } from '../../../../src/linux/upgrade/run-containers.ts';

const id = '4aa462e1'.padEnd(64, '0');

function conmon(given: Partial<Conmon> = {}): Conmon {
  return {
    ...{ container: id, name: 'web', command: false },
    ...{ pid: 622, user: 0, service: 'web.service' },
    ...given,
  };
}

const container = {
  ...{ id, name: 'web', status: 'running', pid: 628, runtime: 'crun', networkMode: 'host' },
  ...{ pidMode: '', ipcMode: '', autoRemove: false, pod: '', ports: [], directory: '/x/userdata' },
};

const nothing: PodmanContainers = { read: [], unread: [] };
const known = (unit: string): PodmanContainers => ({ read: [{ ...container, unit }], unread: [] });

describe('a service that runs a container is not a plain one', () => {
  it('by what podman says the container was created for', () => {
    expect(runContainers(known('quad.service'), [])).toEqual([
      { id, name: 'web', unit: 'quad.service', services: ['quad.service'] },
    ]);
  });

  it('by the conmon in it, if podman does not say so', () => {
    expect(runContainers(known(''), [conmon()])).toMatchObject([
      { unit: 'web.service', services: ['web.service'] },
    ]);
  });

  it('by that alone, if podman says nothing that can be read', () => {
    const unread = { id, name: 'web', why: 'StaticDir has an unknown form' };
    expect(runContainers({ read: [], unread: [unread] }, [conmon()])).toMatchObject([
      { name: 'web', services: ['web.service'] },
    ]);
  });

  it('also if podman of root does not know the container at all: it is that of another user', () => {
    expect(runContainers(nothing, [conmon({ user: 1000, name: '' })])).toMatchObject([
      { name: '4aa462e10000', services: ['web.service'] },
    ]);
  });

  it('if it only runs a command in the container, which it does not manage', () => {
    const conmons = [conmon({ service: '' }), conmon({ command: true, service: 'backup.service' })];
    expect(runContainers(known(''), conmons)).toMatchObject([
      { unit: '', services: ['backup.service'] },
    ]);
  });

  it('unless the container runs outside of every service', () => {
    expect(runContainers(known(''), [conmon({ service: '' })])).toMatchObject([
      { unit: '', services: [] },
    ]);
  });
});

describe('the service of a control group', () => {
  it.each([
    ['/system.slice/quad.service/runtime', 'quad.service'],
    ['/system.slice/deploy.service', 'deploy.service'],
    ['/machine.slice/libpod-conmon-4aa462e1.scope', ''],
    ['/user.slice/user-0.slice/session-1.scope', ''],
    ['', ''],
  ])('%j is %j', (group, service) => {
    expect(serviceOfGroup(group)).toBe(service);
  });
});
