import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatArmed } from '../../../../src/core/upgrade/armed.ts';
import { upgradePlaces } from '../../../../src/core/upgrade/places.ts';
import { installedFiles } from '../../../../src/core/upgrade/restore-files.ts';

let root: string;
let output: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'webboot-upgrade-'));
  output = join(root, 'output');
  mkdirSync(join(root, 'etc/webboot'), { recursive: true });
  mkdirSync(join(root, 'proc/sys/kernel'), { recursive: true });
  for (const name of ['pid_max', 'ns_last_pid']) {
    writeFileSync(join(root, 'proc/sys/kernel', name), '');
  }
  writeFileSync(join(root, 'proc/sys/kernel/osrelease'), `${release()}\n`);
});
afterEach(() => rmSync(root, { recursive: true }));

function textOf(path: string): string {
  return installedFiles('"/usr/bin/webboot"').find((file) => file.path === path)?.text ?? '';
}

/** Runs the generator as process 1 does, in a root of its own. */
function generate(): readonly string[] {
  const script = textOf(upgradePlaces.generator)
    .replaceAll(' /etc/webboot/', ` ${root}/etc/webboot/`)
    .replaceAll('=/etc/webboot/upgrade.', `=${root}/etc/webboot/upgrade.`)
    .replaceAll('/proc/sys', `${root}/proc/sys`);
  mkdirSync(output);
  execFileSync('sh', ['-euc', script, 'generator', output]);
  return readdirSync(output, { recursive: true, encoding: 'utf8' }).toSorted();
}

const services = ['nginx.service', 'postgresql@17-main.service'];

function arm(
  target: string,
  name = 'upgrade.armed',
  stage: 'first' | 'mounted' = 'first',
  units: readonly string[] = services,
): void {
  const upgrade = {
    ...{ from: '5.0', target, directory: '/checkpoints', stage, lastPid: 2900, pidLimit: 32_768 },
    units,
  };
  writeFileSync(join(root, 'etc/webboot', name), formatArmed(upgrade));
}

describe('the generator of the next boot', () => {
  it('is silent in every other boot', () => {
    expect(generate()).toEqual([]);
  });

  it('lets systemd restore each unit, and keeps its PIDs free', () => {
    arm(release());
    const made = generate();
    expect(made).toContain('nginx.service.d/zz-webboot-upgrade.conf');
    expect(made).toContain('postgresql@17-main.service.d/zz-webboot-upgrade.conf');
    expect(made).toContain('sysinit.target.wants/webboot-upgrade-early.service');
    expect(made).toContain('sysinit.target.wants/webboot-upgrade-first.service');
    expect(made).toContain('sysinit.target.wants/webboot-upgrade-restore.service');
    const place = join(output, 'webboot-upgrade-early.service.d/place.conf');
    expect(readFileSync(place, 'utf8')).toBe('[Unit]\nRequiresMountsFor=/checkpoints\n');
    expect(made).toContain('multi-user.target.wants/webboot-upgrade.service');
    const dropIn = readFileSync(join(output, 'nginx.service.d/zz-webboot-upgrade.conf'), 'utf8');
    expect(dropIn).toContain('\nExecStart=\nExecStart=+/bin/sh ');
    expect(dropIn).toContain('\nAfter=network-online.target webboot-upgrade-restore.service\n');
    const kernel = join(root, 'proc/sys/kernel');
    expect(readFileSync(join(kernel, 'pid_max'), 'utf8')).toBe('32768\n');
    expect(readFileSync(join(kernel, 'ns_last_pid'), 'utf8')).toBe('2900\n');
  });

  it('does not count the time of the restore against a device that udev has yet to find', () => {
    arm(release());
    generate();
    const limits = readFileSync(join(output, 'device.d/10-webboot-upgrade.conf'), 'utf8');
    const [, seconds] = /^\[Unit\]\nJobRunningTimeoutSec=(\d+)\n$/.exec(limits) ?? [];
    const [, held] = /^TimeoutStartSec=(\d+)$/m.exec(textOf(upgradePlaces.firstUnit)) ?? [];
    // 90 s is what systemd gives a device.
    expect(Number(seconds)).toBe(Number(held) + 90);
  });

  it('has containers restored when the system has started, and only then', () => {
    const link = 'multi-user.target.wants/webboot-upgrade-containers.service';
    arm(release());
    expect(generate()).not.toContain(link);
    rmSync(output, { recursive: true });
    arm(release(), 'upgrade.armed', 'first', [...services, 'container:web']);
    const made = generate();
    expect(made).toContain(link);
    expect(made.join()).not.toContain('web.');
  });

  it('waits for the file systems if the units need them', () => {
    arm(release(), 'upgrade.armed', 'mounted');
    expect(generate()).not.toContain('sysinit.target.wants/webboot-upgrade-first.service');
  });

  it('restores nothing under a third kernel, and has that recorded', () => {
    arm('99.9');
    expect(generate()).toEqual([
      'multi-user.target.wants',
      'multi-user.target.wants/webboot-upgrade.service',
    ]);
  });

  it('has checkpoints wiped that an upgrade left which was cut off before the jump', () => {
    writeFileSync(join(root, 'etc/webboot/upgrade.open'), '/checkpoints\n');
    expect(generate()).toEqual([
      'multi-user.target.wants',
      'multi-user.target.wants/webboot-upgrade.service',
    ]);
  });

  it('tries only once: a boot that was cut off is not repeated', () => {
    arm(release(), 'upgrade.restoring');
    expect(generate()).toEqual([
      'multi-user.target.wants',
      'multi-user.target.wants/webboot-upgrade.service',
    ]);
  });
});

describe('the restore of a unit', () => {
  const unit = 'nginx.service';

  /** Runs the helper with a criu that only writes down what it was asked for. */
  function restore(criu: string): { readonly status: number; readonly asked: string } {
    const programs = join(root, 'programs');
    mkdirSync(programs);
    writeFileSync(join(programs, 'criu'), `#!/bin/sh\n${criu}\n`, { mode: 0o755 });
    const script = textOf(upgradePlaces.helper)
      .replace(/^PATH=/m, `PATH=${programs}:`)
      .replaceAll('/run/webboot-upgrade', join(root, 'results'))
      .replaceAll('/sys/fs/cgroup', join(root, 'groups'))
      .replaceAll('/proc/self/cgroup', join(root, 'own-group'));
    const asked = join(root, 'asked');
    writeFileSync(asked, '');
    const env = { ...process.env, ASKED: asked };
    const { status } = spawnSync('sh', ['-c', script, 'helper', 'unit', unit], { env });
    return { status: status ?? -1, asked: readFileSync(asked, 'utf8') };
  }

  function makeReady(streams: string): void {
    mkdirSync(join(root, 'results'));
    mkdirSync(join(root, 'checkpoints', unit), { recursive: true });
    writeFileSync(join(root, 'checkpoints', unit, 'streams'), streams);
    writeFileSync(join(root, 'results/prepared'), `${join(root, 'checkpoints')}\n`);
    writeFileSync(join(root, 'results/ready'), '');
  }

  it('gives each of its streams to the journal a new one, and says that it came back', () => {
    makeReady('15416 15420\n');
    const { status, asked } = restore('echo "$@" >"$ASKED"');
    expect(status).toBe(0);
    expect(asked).toContain('--inherit-fd fd[9]:socket:[15416] --inherit-fd fd[8]:socket:[15420]');
    expect(asked).toContain(`--images-dir ${root}/checkpoints/${unit}/images`);
    expect(readdirSync(join(root, 'results'))).toContain(`${unit}.restored`);
  });

  it('fails if criu does, so that the unit starts afresh', () => {
    makeReady('\n');
    expect(restore('exit 1').status).toBe(1);
    expect(readdirSync(join(root, 'results'))).not.toContain(`${unit}.restored`);
  });

  it('takes over what is restored already, with everything that it has started meanwhile', () => {
    makeReady('\n');
    writeFileSync(join(root, 'results', `${unit}.restored`), '');
    writeFileSync(join(root, 'own-group'), '0::/system.slice/nginx.service\n');
    const [from, own] = ['webboot-upgrade/nginx.service', 'system.slice/nginx.service'].map(
      (group) => join(root, 'groups', group, 'cgroup.procs'),
    );
    for (const group of [from, own]) mkdirSync(dirname(group ?? ''), { recursive: true });
    writeFileSync(from ?? '', '1900\n1901\n');
    // The last one to come stays in this stand-in for a control group.
    expect(restore('exit 1')).toEqual({ status: 0, asked: '' });
    expect(readFileSync(own ?? '', 'utf8')).toBe('1901\n');
  });

  it('is not tried if the network could not be locked', () => {
    expect(restore('echo "$@" >"$ASKED"')).toEqual({ status: 1, asked: '' });
  });
});

describe('the restore of containers', () => {
  const programs = () => join(root, 'programs');

  /** Runs the helper with stand-ins that write down what they were asked for. */
  function restore(
    units: readonly string[],
    podman: string,
  ): { readonly asked: string; readonly results: readonly string[] } {
    const results = join(root, 'results');
    mkdirSync(programs());
    mkdirSync(results, { recursive: true });
    writeFileSync(join(results, 'prepared'), '/checkpoints\n');
    arm(release(), 'upgrade.restoring', 'first', units);
    const write = (name: string, script: string) =>
      writeFileSync(join(programs(), name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    write('systemd-run', 'while [ "$1" != podman ]; do shift; done; exec "$@"');
    write('podman', `echo "podman $*" >>"$ASKED"; ${podman}`);
    write('nft', 'echo "nft $*" >>"$ASKED"');
    const helper = join(root, 'helper');
    const script = textOf(upgradePlaces.helper)
      .replace(/^PATH=/m, `PATH=${programs()}:`)
      .replaceAll('/run/webboot-upgrade', results)
      .replaceAll('=/etc/webboot/upgrade.', `=${root}/etc/webboot/upgrade.`)
      .replaceAll('/etc/webboot/upgrade-restore', helper);
    writeFileSync(helper, script);
    const asked = join(root, 'asked');
    writeFileSync(asked, '');
    spawnSync('sh', [helper, 'containers'], { env: { ...process.env, ASKED: asked } });
    return { asked: readFileSync(asked, 'utf8'), results: readdirSync(results) };
  }

  it('is by podman, in place, and ends the lock of the network', () => {
    const { asked, results } = restore(['container:web'], 'exit 0');
    expect(asked).toBe(
      'podman container restore --keep --tcp-established --file-locks web\nnft delete table inet webboot_upgrade\n',
    );
    expect(results).toContain('container:web.restored');
    expect(results).toContain('freed');
  });

  it('says nothing came back if podman fails, so that it starts afresh', () => {
    const { results } = restore(['container:web', 'container:two'], '[ "$6" = two ]');
    expect(results).toContain('container:two.restored');
    expect(results).not.toContain('container:web.restored');
  });

  it('leaves the lock to units that are not back yet', () => {
    const { asked, results } = restore(['nginx.service', 'container:web'], 'exit 0');
    expect(results).toContain('container:web.restored');
    expect(asked).not.toContain('nft');
  });
});

it('the scripts are good shell', () => {
  for (const path of [upgradePlaces.generator, upgradePlaces.helper]) {
    execFileSync('sh', ['-n'], { input: textOf(path) });
  }
});

it('an armed file cannot run a command', () => {
  arm(`99.9$(touch ${join(root, 'ran')})`);
  generate();
  expect(readdirSync(root)).not.toContain('ran');
});
