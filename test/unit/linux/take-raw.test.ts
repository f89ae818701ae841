import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = readFileSync(join(import.meta.dirname, '../../../initramfs/init.sh'), 'utf8');
const [takeRaw = ''] = /^take_raw\(\) \{[\s\S]*?^\}/m.exec(script) ?? [];

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'webboot-raw-'));
  mkdirSync(join(root, 'sys/firmware/efi'), { recursive: true });
  mkdirSync(join(root, 'proc/device-tree/webboot@90000000'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/**
 * The function of init.sh, on a sysfs of the test. `usleep` counts, and `comes` is run at that
 * count instead of waiting.
 */
function run(comes: { readonly after: number; readonly script: string }): number {
  const { status, stderr, stdout } = spawnSync('busybox', [
    ...['sh', '-c'],
    `log=${root}/log slept=0
modprobe() { :; }
usleep() { slept=$((slept + 1)); [ $slept -ne ${comes.after} ] || { ${comes.script}; }; }
${takeRaw.replaceAll(/(?<=[ ">])\/(?=(?:sys|proc)\/)/g, `${root}/`)}
take_raw
echo $slept`,
  ]);
  expect(status, stderr.toString()).toBe(0);
  return Number(stdout);
}

const devices = () => join(root, 'sys/bus/nd/devices');
const rawOf = (name: string) => readFileSync(join(devices(), name, 'force_raw'), 'utf8');

/** A namespace as sysfs shows it, made by a shell. */
function namespace(name: string, resource: string): string {
  const directory = join(devices(), name);
  return `mkdir -p ${directory}; echo ${resource} >${directory}/resource; echo 0 >${directory}/force_raw`;
}

describe('webboot’s own region, on machines whose memory UEFI tells', () => {
  it('is taken raw, and no NVDIMM next to it', () => {
    const both = `${namespace('namespace0.0', '0x190000000')}; ${namespace('namespace1.0', '0x90000000')}`;
    run({ after: 1, script: both });
    expect(rawOf('namespace1.0')).toBe('1\n');
    expect(rawOf('namespace0.0')).toBe('0\n');
  });

  it('is taken raw on a machine that is so busy that it comes after five seconds', () => {
    run({ after: 50, script: namespace('namespace0.0', '0x90000000') });
    expect(rawOf('namespace0.0')).toBe('1\n');
  });

  it('is not waited for without end', () => {
    expect(run({ after: 10_000, script: ':' })).toBeLessThan(1000);
  });

  it('is given to a driver that was there before, and has failed', () => {
    const bind = join(root, 'sys/bus/nd/drivers/nd_pmem/bind');
    mkdirSync(join(bind, '..'), { recursive: true });
    run({ after: 1, script: namespace('namespace1.0', '0x90000000') });
    expect(readFileSync(bind, 'utf8')).toBe('namespace1.0\n');
  });

  it('is none without a mark in the tree', () => {
    rmSync(join(root, 'proc/device-tree/webboot@90000000'), { recursive: true });
    expect(run({ after: 1, script: namespace('namespace0.0', '0x90000000') })).toBe(0);
    expect(existsSync(devices())).toBe(false);
  });
});
