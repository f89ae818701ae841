import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CountingClient } from '../helpers/counting-client.ts';
import {
  startUpgradeMachine,
  type UpgradeMachineRun,
  upgradeTo,
} from '../helpers/upgrade-machine.ts';

let machine: UpgradeMachineRun;
let client: CountingClient;
let status: { readonly last?: unknown };
let before: readonly string[];
let after: readonly string[];
let holes = '';
let left = '';

const units = ['counter', 'pipe', 'nginx'];
const mainPids = `for unit in ${units.join(' ')}; do echo "pid $(systemctl show -P MainPID $unit)"; done`;
/** What others could read of the checkpoints when they are complete. */
const watch =
  '(until [ -e /etc/webboot/upgrade.armed ]; do sleep 0.1; done; find /var/lib/webboot/upgrade ! -type d ! -perm 600 >/root/readable; find /var/lib/webboot/upgrade -name "pages-*.img" >/root/images) &';

beforeAll(async () => {
  machine = await startUpgradeMachine({ kind: 'small' });
  const target = machine.kernels.at(-1);
  if (target === undefined) throw new RangeError('there is no kernel to jump to');
  await machine.run('systemctl is-system-running --wait');
  await machine.run(`webboot upgrade prepare ${units.join(' ')}`);
  client = await machine.connect();
  before = await pids();
  await machine.run(watch);
  machine.send(upgradeTo(target));
  await machine.login();
  await machine.run('systemctl is-system-running --wait');
  const printed = await machine.run('webboot upgrade status --json');
  status = JSON.parse(/^\{"prepared".*$/m.exec(printed.output)?.[0] ?? '{}');
  after = await pids();
  holes = await outputOf(`awk 'NR > 1 && $1 != p + 1 {print "hole"} {p = $1}' /var/lib/pipe.log`);
  left = await outputOf(
    'ls /var/lib/webboot /etc/webboot; nft list tables; cat /root/readable; wc -l </root/images; cat /root/images',
  );
}, 1_800_000);

afterAll(async () => {
  client?.close();
  await machine?.close();
});

async function pids(): Promise<readonly string[]> {
  return (await outputOf(mainPids)).match(/^pid [1-9]\d*$/gm) ?? [];
}

/** What a command prints, without the echo of the command. */
async function outputOf(command: string): Promise<string> {
  const { output } = await machine.run(`echo out''put; ${command}`);
  return output.split(/^output$/m).at(-1) ?? '';
}

describe('webboot upgrade', () => {
  it('carries each prepared service to the new kernel, with its PID', () => {
    expect(status).toMatchObject({
      last: {
        state: 'arrived',
        to: machine.kernels.at(-1)?.release,
        outcomes: units.map((name) => ({ unit: `${name}.service`, level: 'restored' })),
      },
    });
    expect(before).toHaveLength(units.length);
    expect(after).toEqual(before);
  });

  it('keeps a connection whose client sends all the time: nothing is lost, nothing is reset', async () => {
    const { received, acknowledged } = client;
    await expect.poll(() => client.received, { timeout: 120_000 }).toBeGreaterThan(received);
    await expect
      .poll(() => client.acknowledged, { timeout: 120_000 })
      .toBeGreaterThan(acknowledged);
    expect({ ended: client.ended, lost: client.lost }).toEqual({ ended: undefined, lost: [] });
  });

  it('keeps what is on its way between processes', () => {
    expect(holes).not.toContain('hole');
  });

  it('leaves neither checkpoints nor the lock behind, and others could never read them', () => {
    expect(left).toMatch(/^upgrade\.json$/m);
    expect(left).not.toMatch(/^upgrade$|upgrade\.(?:armed|open|restoring)|webboot_upgrade/m);
    expect(left).not.toMatch(/^\/var\/lib\/webboot\/upgrade\/(?!.*pages-)/m);
    expect(left).toMatch(/^[1-9]\d*$/m);
  });
});
