import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hookScript } from '../../../../src/boot/graft/hook.ts';

const start = 0x9000_0000;
const hook = { blockDevice: 'pmem0', init: '/init', delivers: false, rawAt: start };

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'webboot-raw-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A namespace as sysfs shows it. */
function namespace(name: string, resource: string, { driver = false } = {}): string {
  const directory = join(root, 'sys/bus/nd/devices', name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'resource'), `${resource}\n`);
  writeFileSync(join(directory, 'force_raw'), '0\n');
  if (driver) writeFileSync(join(directory, 'driver'), '');
  return join(directory, 'force_raw');
}

/** The hook's own function, on a sysfs of the test. */
function takeRaw(): void {
  const script = hookScript({ ...hook, modules: ['of_pmem.ko', 'nd_pmem.ko'] });
  const [text = ''] = /take_raw\(\) \{[\s\S]*?\n\}/.exec(script) ?? [];
  const { status, stderr } = spawnSync('busybox', [
    'sh',
    '-c',
    `bb=busybox\n${text.replaceAll('/webboot/', `${root}/`)}\ntake_raw`,
  ]);
  expect(status, stderr.toString()).toBe(0);
}

describe('a region that is taken raw', () => {
  it('is webboot’s own, and never somebody’s NVDIMM', () => {
    const own = namespace('namespace1.0', '0x90000000');
    const other = namespace('namespace0.0', '0x190000000');
    takeRaw();
    expect(readFileSync(own, 'utf8')).toBe('1\n');
    expect(readFileSync(other, 'utf8')).toBe('0\n');
  });

  it('is given to a driver that was there before, and has failed', () => {
    namespace('namespace1.0', '0x90000000');
    const bind = join(root, 'sys/bus/nd/drivers/nd_pmem/bind');
    mkdirSync(join(bind, '..'), { recursive: true });
    takeRaw();
    expect(readFileSync(bind, 'utf8')).toBe('namespace1.0\n');
  });

  it('is left alone where a driver has it', () => {
    const own = namespace('namespace0.0', '0x90000000', { driver: true });
    mkdirSync(join(root, 'sys/bus/nd/drivers/nd_pmem'), { recursive: true });
    takeRaw();
    expect(readFileSync(own, 'utf8')).toBe('0\n');
    expect(existsSync(join(root, 'sys/bus/nd/drivers/nd_pmem/bind'))).toBe(false);
  });
});

it('the hook’s script is one that a shell can read, with and without drivers to load', () => {
  for (const modules of [[], ['of_pmem.ko', 'nd_pmem.ko']]) {
    const script = hookScript({ ...hook, modules });
    expect(script).toContain('take_raw\n');
    const { status, stderr } = spawnSync('busybox', ['sh', '-n'], { input: script });
    expect(status, stderr.toString()).toBe(0);
  }
});
