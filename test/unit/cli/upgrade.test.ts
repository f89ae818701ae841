import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { upgradeCommand } from '../../../src/cli/upgrade.ts';
import { mebibyte } from '../../helpers/facts.ts';
import { type RecordedMachine, recordedMachine } from '../../helpers/recorded-machine.ts';
import { type RecordedUpgrade, recordedUpgrade } from '../../helpers/recorded-upgrade.ts';
import { tinyBzimage } from '../../helpers/tiny-bzimage.ts';
import { containerFacts, processFacts, unitFacts } from '../../helpers/unit-facts.ts';

let machine: RecordedMachine;
let directory: string;

beforeEach(async () => {
  machine = await recordedMachine({ mediumBytes: mebibyte });
  directory = await mkdtemp(join(tmpdir(), 'webboot-upgrade-'));
});
afterEach(async () => {
  await machine.remove();
  await rm(directory, { recursive: true });
});

async function call(upgrade: RecordedUpgrade, ...argv: readonly string[]) {
  let out = '';
  const io = {
    stdout: (text: string) => {
      out += text;
    },
    stderr: () => {},
    env: {},
    signal: new AbortController().signal,
  };
  const status = await upgradeCommand.main(argv, io, async () => ({ machine, upgrade }));
  return { status, out };
}

const ring = processFacts({ handles: ['anon_inode:[io_uring]'] });

describe('webboot upgrade', () => {
  it.each(['../../home/counter', 'a b', 'x$(reboot)', '.service', 'a\nunit b', 'a*'])(
    'takes no unit called %j',
    async (unit) => {
      const upgrade = recordedUpgrade();
      for (const action of ['check', 'prepare', 'unprepare']) {
        await expect(call(upgrade, action, unit)).rejects.toThrow(/Name units as systemctl lists/);
      }
    },
  );

  it.each(['container:', 'container:../x', 'container:-a', 'container:a b', 'container:a:b'])(
    'takes no container called %j',
    async (container) => {
      await expect(call(recordedUpgrade(), 'check', container)).rejects.toThrow(
        /^Name (?:containers|units) as/,
      );
    },
  );

  it.each(['getty@tty1', 'dev-disk\\x2dby.service'])('takes %s', async (unit) => {
    await expect(call(recordedUpgrade(), 'unprepare', unit)).resolves.toBeDefined();
  });
});

describe('webboot upgrade check', () => {
  it('says what becomes of each unit, what space it takes, and how long it stands still', async () => {
    const { status, out } = await call(recordedUpgrade(), 'check', 'counter');
    expect(status).toBe(0);
    expect(out).toMatch(/^ {2}carried {4}counter\.service {2}10 MiB$/m);
    expect(out).toContain(
      'space  11 MiB for the checkpoints in /var/lib/webboot/upgrade; 1024 MiB are free there\n',
    );
    expect(out).toMatch(/^freeze {2}about 30 s/m);
  });

  it('ends with a status of its own if a unit would restart, and says why', async () => {
    const units = [unitFacts({ processes: [ring] })];
    const { status, out } = await call(recordedUpgrade({ units }), 'check', 'counter');
    expect(status).toBe(95);
    expect(out).toContain('[io-uring]');
    expect(out).toContain('webboot upgrade prepare counter.service');
  });

  it('counts the space on the file system where podman puts a checkpoint', async () => {
    const storage = { fileSystem: '2', path: '/storage', freeBytes: mebibyte };
    const units = [unitFacts(), containerFacts({ storage })];
    const { status, out } = await call(recordedUpgrade({ units }), 'check');
    expect(status).toBe(96);
    expect(out).toContain('space  11 MiB for the checkpoints in /storage; 1 MiB are free there\n');
  });

  it('judges containers of podman next to units', async () => {
    const units = [unitFacts(), containerFacts({ unit: 'quad.service' })];
    const { status, out } = await call(
      recordedUpgrade({ units }),
      'check',
      'counter',
      'container:web',
    );
    expect(status).toBe(95);
    expect(out).toMatch(/^ {2}restarts {3}container:web /m);
    expect(out).toContain('[managed-container] quad.service starts and ends it.');
  });

  it('prints the same as JSON, and touches nothing', async () => {
    const upgrade = recordedUpgrade();
    const { out } = await call(upgrade, 'check', '--json');
    expect(JSON.parse(out)).toMatchObject({
      units: [{ unit: 'counter.service', verdict: 'carried', reasons: [] }],
    });
    expect(upgrade.acts).toEqual([]);
  });

  it('reports it if the kernel can hand on file descriptor stores, and only then', async () => {
    const live = recordedUpgrade({ host: { liveUpdate: true } });
    expect((await call(live, 'check')).out).toContain('FileDescriptorStorePreserve=yes');
    expect((await call(recordedUpgrade(), 'check')).out).not.toContain('FileDescriptorStore');
  });

  it('warns of a watchdog that may be stopped before it guards the next kernel, and only then', async () => {
    const guarded = recordedUpgrade({ host: { watchdogMayEnd: true } });
    expect((await call(guarded, 'check')).out).toContain('watchdog.stop_on_reboot=0');
    expect((await call(recordedUpgrade(), 'check')).out).not.toContain('watchdog');
  });

  it('shows no control characters of a foreign name', async () => {
    const units = [unitFacts({ outsidePeers: ['/run/\u001b[31mred'] })];
    const { out } = await call(recordedUpgrade({ units }), 'check');
    expect(out).not.toContain('\u001b');
  });
});

describe('webboot upgrade prepare', () => {
  it('says what its drop-ins do, and which units need a restart', async () => {
    const units = [unitFacts({ processes: [ring] })];
    const { status, out } = await call(recordedUpgrade({ units }), 'prepare', 'counter');
    expect(status).toBe(0);
    expect(out).toContain('It can no longer use io_uring');
    expect(out).toContain('systemctl restart counter.service');
  });

  it('takes containers, which need no drop-in', async () => {
    const upgrade = recordedUpgrade({ units: [containerFacts()] });
    const { out } = await call(upgrade, 'prepare', 'container:web');
    expect(out).toBe('container:web is to be carried.\n');
    expect(upgrade.acts).toEqual(['prepare container:web']);
  });

  it.each([
    ['no name', []],
    ['a socket', ['sshd.socket']],
    ['a path', ['../../etc/passwd.service']],
    ['a command', ['x;reboot.service']],
  ])('refuses what is no service: %s', async (_, names) => {
    const upgrade = recordedUpgrade();
    await expect(call(upgrade, 'prepare', ...names)).rejects.toMatchObject({ code: 'usage' });
    expect(upgrade.acts).toEqual([]);
  });

  it('refuses a unit that does not run: what it needs cannot be seen', async () => {
    const upgrade = recordedUpgrade({ units: [unitFacts({ state: 'inactive' })] });
    await expect(call(upgrade, 'prepare', 'counter')).rejects.toMatchObject({
      code: 'host-unsupported',
    });
  });
});

describe('webboot upgrade KERNEL', () => {
  it('prints what becomes of the units before its phases, and jumps', async () => {
    const kernel = join(directory, 'vmlinuz');
    await writeFile(kernel, tinyBzimage('6.12.57-demo'));
    const upgrade = recordedUpgrade();
    const { status, out } = await call(upgrade, kernel);
    expect({ status, last: upgrade.acts.at(-1) }).toEqual({ status: 0, last: 'jump' });
    expect(out.indexOf('carried')).toBeLessThan(out.indexOf('lock ...'));
  });

  it('restarts the machine if the new kernel panics', async () => {
    const kernel = join(directory, 'vmlinuz');
    await writeFile(kernel, tinyBzimage('6.12.57-demo'));
    await call(recordedUpgrade(), kernel, '--append', 'quiet');
    expect(machine.loaded[0]?.cmdline).toMatch(/quiet panic=30$/);
  });

  it('keeps the checkpoints on memory that outlives the jump, if that is named', async () => {
    const kernel = join(directory, 'vmlinuz');
    await writeFile(kernel, tinyBzimage('6.12.57-demo'));
    const upgrade = recordedUpgrade();
    await call(upgrade, kernel, '--to', '/dev/pmem0');
    expect(upgrade.armedWith).toMatchObject([
      { directory: '/run/webboot-checkpoints/pmem0/upgrade' },
    ]);
  });

  it.each([
    ['a relative folder', ['vmlinuz', '--to', 'here']],
    ['a folder with a line break', ['vmlinuz', '--to', '/x\ny']],
    ['a folder that a unit file would not name as it is', ['check', '--to', '/srv/100%n']],
    ['a folder with a quote', ['check', '--to', '/srv/"a']],
    ['two kernels', ['a', 'b']],
    ['nothing', []],
  ])('refuses %s', async (_, argv) => {
    await expect(call(recordedUpgrade(), ...argv)).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('webboot upgrade status', () => {
  it('says how each unit came through', async () => {
    const upgrade = recordedUpgrade();
    upgrade.kept.push({
      ...{ at: '2026-11-30T16:02:48Z', from: '6.1.0', to: '6.12.1', state: 'came-back' as const },
      ...{ planned: [], freezeMs: 42_300 },
      marks: { locked: 1000, dumped: 3500, left: 4000, kernel: 3900, freed: 43_300 },
      outcomes: [{ unit: 'counter.service', level: 'restored' }],
    });
    const { out } = await call(upgrade, 'status');
    expect(out).toContain('the old one restored the processes');
    expect(out).toContain('freeze    42.3 s: dump 2.5 s, save 0.5 s, shutdown 0.0 s\n');
    expect(out).toMatch(/^ {2}restored {3}counter\.service$/m);
  });
});
