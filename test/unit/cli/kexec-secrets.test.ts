import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kexecCommand } from '../../../src/cli/kexec.ts';
import { readInitrd } from '../../../src/formats/initrd/read-initrd.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import { mebibyte } from '../../helpers/facts.ts';
import { scratchDirectory } from '../../helpers/isos.ts';
import { type RecordedMachine, recordedMachine } from '../../helpers/recorded-machine.ts';
import { tinyBzimage } from '../../helpers/tiny-bzimage.ts';

const passphrase = 'the passphrase of the disk';

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let machine: RecordedMachine;
let initrd: string;
let records: string[];
let loaded: { path: string; bytes: Buffer; cmdline: string }[];

beforeEach(async () => {
  scratch = await scratchDirectory();
  machine = await recordedMachine({ mediumBytes: mebibyte });
  initrd = await file('initrd', Buffer.from('the initrd'));
  records = [];
  loaded = [];
});
afterEach(async () => {
  await machine.remove();
  await scratch.remove();
});

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(scratch.path, name);
  await writeFile(path, bytes);
  return path;
}

async function kexec(...argv: string[]): Promise<{ status: number; out: string }> {
  let out = '';
  const io = {
    stdout: (text: string) => {
      out += text;
    },
    stderr: () => {},
    env: {},
    signal: new AbortController().signal,
  };
  const watched: RecordedMachine = {
    ...machine,
    saveRecord: async (text) => void records.push(text),
    kexecLoad: async (image) => {
      const path = image.initrd ?? '';
      loaded.push({ path, bytes: await readFile(path), cmdline: image.cmdline });
      await machine.kexecLoad(image);
    },
  };
  const kernel = await file('kernel', tinyBzimage());
  const words = [kernel, ...argv, '--json'];
  const status = await kexecCommand.main(words, io, () => watched);
  return { status, out };
}

async function filesOf(bytes: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const archive = bytes.subarray(0, bytes.length - 'the initrd\0\0'.length);
  for await (const entry of readInitrd(memoryAccess(archive))) {
    const parts: Uint8Array[] = [];
    if (entry.kind === 'file') for await (const part of entry.data()) parts.push(part.slice());
    files.set(entry.path, Buffer.concat(parts).toString('latin1'));
  }
  return files;
}

describe('webboot kexec --secret', () => {
  it('puts the secret in front of the initrd, with what hands it to the keyring first', async () => {
    const secret = await file('secret', Buffer.from(passphrase));
    const { status } = await kexec(
      ...['--initrd', initrd, '--append', 'quiet rdinit=/bin/own'],
      ...['--secret', `disk=${secret}`],
    );
    expect(status).toBe(0);
    const [image] = loaded;
    expect(image?.bytes.toString('latin1')).toMatch(/the initrd\0\0$/);
    const files = await filesOf(image?.bytes ?? new Uint8Array());
    expect(files.get('webboot/secrets/disk')).toBe(passphrase);
    expect(image?.cmdline).toBe('quiet rdinit=/webboot/init');
    const script = files.get('webboot/init') ?? '';
    expect(script).toContain("init='/bin/own'");
    expect(script.indexOf('/webboot/add-key')).toBeLessThan(script.indexOf('exec "$@"'));
  });

  it('shows the secret in no event, record or command line, and leaves no copy', async () => {
    const secret = await file('secret', Buffer.from(passphrase));
    const { out } = await kexec('--initrd', initrd, '--secret', `disk=${secret}`);
    const [image] = loaded;
    expect(image?.bytes.toString('latin1')).toContain(passphrase);
    for (const text of [out, ...records, image?.cmdline]) expect(text).not.toContain(passphrase);
    await expect(readFile(image?.path ?? '')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('wipes its copy if the kernel refuses to load', async () => {
    const secret = await file('secret', Buffer.from(passphrase));
    let wiped: Buffer | undefined;
    const own = machine.scratch;
    machine = {
      ...machine,
      kexecLoad: async () => {
        throw new Error('no');
      },
      scratch: async () => {
        const opened = await own();
        return {
          ...opened,
          discard: async () => {
            const [{ path } = { path: '' }] = loaded;
            wiped ??= await readFile(path);
            await opened.discard();
          },
        };
      },
    };
    const { status } = await kexec('--initrd', initrd, '--secret', `disk=${secret}`);
    expect(status).not.toBe(0);
    expect(wiped?.toString('latin1')).toMatch(/^\0+the initrd\0\0$/);
    expect(await readdir(scratch.path)).toContain('secret');
  });

  it.each([
    ['without an initrd', [], 'disk=SECRET'],
    ['that stays in memory', ['--initrd', 'INITRD', '--append', 'retain_initrd'], 'disk=SECRET'],
    [
      'that stays in memory by retain-initrd',
      ['--initrd', 'INITRD', '--append', 'retain-initrd'],
      'disk=SECRET',
    ],
    [
      'that stays in memory by keepinitrd',
      ['--initrd', 'INITRD', '--append', 'keepinitrd'],
      'disk=SECRET',
    ],
    [
      'that stays in memory by keepinitrd=1',
      ['--initrd', 'INITRD', '--append', 'keepinitrd=1'],
      'disk=SECRET',
    ],
    ['with a name that is a path', ['--initrd', 'INITRD'], '../disk=SECRET'],
    ['with a name for a terminal', ['--initrd', 'INITRD'], 'di\u001bsk=SECRET'],
    ['that is empty', ['--initrd', 'INITRD'], 'disk=/dev/null'],
    ['that is larger than a key', ['--initrd', 'INITRD'], 'disk=/dev/zero'],
    ['that is not there', ['--initrd', 'INITRD'], 'disk=/nowhere/secret'],
  ])('refuses one %s, and loads nothing', async (_, options, given) => {
    const secret = await file('secret', Buffer.from(passphrase));
    const words = [...options, '--secret', given].map((word) =>
      word.replace('SECRET', secret).replace('INITRD', initrd),
    );
    const { status, out } = await kexec(...words).catch((error: Error & { code?: string }) => {
      expect(error.code).toBe('usage');
      return { status: 2, out: '' };
    });
    expect(status === 2 || /"code":"(?:usage|file-not-found)"/.test(out)).toBe(true);
    expect(loaded).toEqual([]);
    expect(out).not.toContain(passphrase);
  });
});
