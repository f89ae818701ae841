import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anonymousBytes, leaveArguments } from '../../../src/linux/load-alone.ts';

const script = readFileSync(join(import.meta.dirname, '../../../initramfs/init.sh'), 'utf8');
const [loadAlone = ''] = /^load_alone\(\) \{[\s\S]*?^\} .*$/m.exec(script) ?? [];

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'webboot-load-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** init.sh's part, with a kexec that notes its arguments, and fails where `fails` is among them. */
function run(fails: string): { readonly calls: readonly string[][]; readonly reason: string } {
  const kexec = join(root, 'kexec');
  writeFileSync(
    kexec,
    `#!/bin/sh
printf '%s\\n' "$@" end >>${root}/calls
case " $* " in *' ${fails} '*) exit 1 ;; esac`,
  );
  chmodSync(kexec, 0o755);
  const { status, stdout, stderr } = spawnSync(
    'busybox',
    [
      ...['sh', '-c'],
      `log=${root}/log
${loadAlone.replaceAll('/run/webboot/', `${root}/`)}
load_alone
echo "$reason"`,
    ],
    { env: { PATH: `${root}:${process.env.PATH ?? ''}` }, encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
  const calls = readFileSync(join(root, 'calls'), 'utf8').split('end\n').slice(0, -1);
  return { calls: calls.map((call) => call.trimEnd().split('\n')), reason: stdout.trim() };
}

const cmdline = `boot=live title="two words" $(reboot -f) 'it''s' \\ ;`;
const load = (way: string) => [way, '-l', '/run/k', `--command-line=${cmdline}`, '--initrd=/run/i'];
const ways = [load('-s'), load('-c')];

describe('a kernel that is loaded when the menu has ended', () => {
  it('is loaded by init.sh with the same arguments, whatever is in them, and started', async () => {
    await leaveArguments(ways, join(root, 'load'));
    expect(run('none').calls).toEqual([load('-s'), ['-e']]);
  });

  it('is loaded in another way if the best is refused', async () => {
    await leaveArguments(ways, join(root, 'load'));
    expect(run('-s').calls).toEqual([load('-s'), load('-c'), ['-e']]);
  });

  it('leaves a reason if it is refused in all ways', async () => {
    await leaveArguments(ways, join(root, 'load'));
    const { calls, reason } = run('-l');
    expect(calls).toEqual([load('-s'), load('-c')]);
    expect(reason).toBe('load');
  });

  it('leaves nothing of an earlier attempt', async () => {
    await leaveArguments(ways, join(root, 'load'));
    await leaveArguments([load('-c')], join(root, 'load'));
    expect(run('-l').calls).toHaveLength(1);
  });
});

it('the memory that a program gives back is its own, not its files’', () => {
  const status = 'Name:\tnode\nVmRSS:\t  103000 kB\nRssAnon:\t   52000 kB\nRssFile:\t   51000 kB\n';
  expect(anonymousBytes(status)).toBe(52000 * 1024);
  expect(anonymousBytes('')).toBe(0);
});
