import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunResult } from '../../../../src/linux/run-result.ts';
import { fingerprintOf, takeHostKey } from '../../../../src/linux/ssh/host-key.ts';

const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIDU2BQFJO0ZV7nfiY0C14th+7nJkzvjWPCVzPxhnC/ub';
/** ssh-keygen -l's. */
const fingerprint = 'SHA256:nnKK+1E/4DZPkDUbpI/xaAWcq51j4iJzujW68NjVrHU';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-host-key-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** dropbear's tools for keys whose text begins with "good". */
function fakeTools() {
  const calls: string[] = [];
  const done = (stdout = ''): RunResult => ({ exitCode: 0, stdout, stderr: '' });
  const failed = (stderr: string): RunResult => ({ exitCode: 1, stdout: '', stderr });
  const runTool = async (command: string, args: readonly string[]): Promise<RunResult> => {
    calls.push([command, ...args.filter((word) => !word.startsWith('/'))].join(' '));
    if (command === 'dropbearconvert') {
      const [, , from = '', to = ''] = args;
      const text = await readFile(from, 'utf8');
      if (text.includes('ENCRYPTED')) return failed('Error: Encrypted keys not supported\x1b[2J');
      await writeFile(to, 'good, converted');
      return done();
    }
    const path = args.at(-1) ?? '';
    if (args.includes('-t')) {
      await writeFile(path, 'good, new', { flag: 'wx' });
      return done();
    }
    if (!(await readFile(path, 'utf8')).startsWith('good')) return failed('Exited: Failed reading');
    return done(`Public key portion is:\nssh-ed25519 ${key} root@webboot\nFingerprint: x\n`);
  };
  return { calls, runTool };
}

async function take(given: readonly string[], tools = fakeTools()) {
  const problems: string[] = [];
  const shown = await takeHostKey({
    folder: join(folder, 'ssh'),
    given,
    onProblem: (text) => problems.push(text),
    runTool: tools.runTool,
  });
  const path = join(folder, 'ssh/host_key');
  return { shown, problems, key: await readFile(path, 'utf8'), calls: tools.calls };
}

async function file(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('the fingerprint of a host key', () => {
  it('is that of ssh-keygen', () => {
    expect(fingerprintOf(`x\nssh-ed25519 ${key} me\n`)).toBe(fingerprint);
    expect(fingerprintOf(`ssh-ed25519 ${key}`)).toBe(fingerprint);
  });

  it('is not made up if there is no key', () => {
    expect(() => fingerprintOf('Public key portion is:\n')).toThrow('no public key');
  });
});

describe('the host key', () => {
  it('is made anew without one, for root alone, and stays while the machine runs', async () => {
    const tools = fakeTools();
    expect(await take([], tools)).toMatchObject({ shown: fingerprint, key: 'good, new' });
    expect((await stat(join(folder, 'ssh'))).mode & 0o777).toBe(0o700);
    await take([], tools);
    expect(tools.calls.filter((call) => call.includes('-t ed25519'))).toHaveLength(1);
  });

  it('is the first that is given, converted if it is OpenSSH’s', async () => {
    const openssh = await file('a', '-----BEGIN OPENSSH PRIVATE KEY-----\n');
    const dropbear = await file('b', 'good, given');
    const absent = join(folder, 'absent');
    expect(await take([absent, dropbear, openssh])).toMatchObject({
      key: 'good, given',
      problems: [],
    });
    expect(await take([openssh, dropbear])).toMatchObject({ key: 'good, converted' });
  });

  it.each([
    ['with a passphrase', '-----BEGIN ENCRYPTED', /Encrypted keys not supported.*Make one/],
    ['that is no key', 'hello', /Failed reading/],
    ['that is empty', '', /Failed reading/],
    ['without an end', new Uint8Array(100_000), /larger/],
  ])('is not one %s: that is told, and a new one serves', async (_what, text, problem) => {
    const result = await take([await file('given', text)]);
    expect(result).toMatchObject({ key: 'good, new', shown: fingerprint });
    expect(result.problems).toEqual([expect.stringMatching(problem)]);
    expect(result.problems.join()).not.toContain('\x1b');
    expect(await stat(join(folder, 'ssh/given')).catch(() => undefined)).toBeUndefined();
  });

  it('is not what a link on a stick leads to', async () => {
    const link = join(folder, 'link');
    await symlink(await file('b', 'good, given'), link);
    await mkdir(join(folder, 'directory'));
    expect(await take([link])).toMatchObject({ key: 'good, new' });
    expect((await take([join(folder, 'directory')])).problems).toHaveLength(1);
  });
});
