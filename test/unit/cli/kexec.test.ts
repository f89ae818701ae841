import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kexecCommand } from '../../../src/cli/kexec.ts';
import { elfProgram } from '../../../src/formats/elf/segments-program.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import { mebibyte } from '../../helpers/facts.ts';
import { peProgram } from '../../helpers/pe-program.ts';
import { type RecordedMachine, recordedMachine, sha256 } from '../../helpers/recorded-machine.ts';
import { serialBlob } from '../../helpers/serial-blob.ts';
import { tinyBzimage } from '../../helpers/tiny-bzimage.ts';

let directory: string;
let machine: RecordedMachine;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'webboot-kexec-'));
  machine = await recordedMachine({ mediumBytes: mebibyte });
});
afterEach(async () => {
  await machine.remove();
  await rm(directory, { recursive: true });
});

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, bytes);
  return path;
}

async function kexec(...argv: string[]): Promise<{ status: number; events: { type: string }[] }> {
  let out = '';
  const io = {
    stdout: (text: string) => {
      out += text;
    },
    stderr: () => {},
    env: {},
    signal: new AbortController().signal,
  };
  const status = await kexecCommand.main([...argv, '--json'], io, () => machine);
  return {
    status,
    events: out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}

describe('webboot kexec', () => {
  it('goes through its phases in order, and jumps', async () => {
    const { status, events } = await kexec(await file('kernel', tinyBzimage()));
    expect(status).toBe(0);
    expect(
      events.flatMap((event) =>
        'phase' in event && 'state' in event && event.state === 'begin' ? [event.phase] : [],
      ),
    ).toEqual(['validate', 'record', 'load', 'quiesce', 'exec']);
    expect(machine.executed.count).toBe(1);
  });

  it('hands several initrds over as one, each from a multiple of four', async () => {
    const kernel = await file('kernel', tinyBzimage());
    const first = await file('first', Buffer.from('abcde'));
    const second = await file('second', Buffer.from('fgh'));
    await kexec(kernel, '--initrd', first, '--initrd', second, '--append', 'quiet');
    expect(machine.loaded).toMatchObject([
      { initrd: sha256(Buffer.from('abcde\0\0\0fgh\0')), cmdline: 'quiet' },
    ]);
  });

  it('takes a unified kernel image apart, with its addons, and names what it is', async () => {
    const image = peProgram([
      ['.osrel', 'PRETTY_NAME="Demo Linux"\n'],
      ['.cmdline', 'quiet'],
      ['.initrd', 'initrd'],
      ['.uname', '6.12.1'],
      ['.linux', tinyBzimage()],
      ['.profile', 'ID=main\n'],
      ['.profile', 'ID=debug\n'],
      ['.cmdline', 'debug'],
    ]);
    const path = await file('x.efi', image);
    await mkdir(`${path}.extra.d`);
    await file('x.efi.extra.d/a.addon.efi', peProgram([['.cmdline', 'addon']]));
    const more = await file('more', Buffer.from('more'));
    const { events } = await kexec(path, '--initrd', more, '--append', 'own');
    expect(
      events.flatMap((event) =>
        'text' in event && 'stage' in event && event.stage === 'load' ? [event.text] : [],
      ),
    ).toEqual([
      'Unified kernel image: Demo Linux, kernel 6.12.1, 1 initrd, command line “quiet”.',
      'Profiles: main, debug.',
      'Addons: a.addon.efi.',
    ]);
    expect(machine.loaded).toEqual([
      {
        kernel: sha256(tinyBzimage()),
        initrd: sha256(Buffer.from('initrd\0\0more')),
        cmdline: 'quiet addon own',
      },
    ]);
    await kexec(path, '--profile', 'debug');
    expect(machine.loaded.at(-1)).toMatchObject({ cmdline: 'debug addon' });
    const { status } = await kexec(path, '--profile', 'none');
    expect(status).toBe(2);
  });

  it.each([
    ['a file that is no kernel', Buffer.alloc(5000, 1), 76],
    ['a kernel that is cut short', tinyBzimage().subarray(0, 6000), 76],
  ])('refuses %s, and the machine goes on', async (_, bytes, expected) => {
    const { status, events } = await kexec(await file('kernel', bytes));
    expect(status).toBe(expected);
    expect(events.at(-1)).toMatchObject({ type: 'failed', failure: { code: 'kernel-unreadable' } });
    expect(machine.loaded).toEqual([]);
    expect(machine.executed.count).toBe(0);
  });

  it('reuses what the running kernel was told, but for what its boot loader loaded', async () => {
    const cmdline = 'BOOT_IMAGE=/vmlinuz root=/dev/vda1 initrd=/initrd ro -- single';
    const { facts } = machine;
    machine = { ...machine, facts: async () => ({ ...(await facts()), cmdline }) };
    const kernel = await file('kernel', tinyBzimage());
    await kexec(kernel, '--reuse-cmdline', '--append', 'quiet -- debug');
    expect(machine.loaded).toMatchObject([{ cmdline: 'root=/dev/vda1 ro quiet -- single debug' }]);
  });

  it('says that a file is not there', async () => {
    const { status } = await kexec(join(directory, 'absent'));
    expect(status).toBe(22);
  });

  it('puts the machine back when the jump fails', async () => {
    let resumed = 0;
    const failing = {
      ...machine,
      kexecExec: async () => {
        throw new Error('refused');
      },
      resume: async () => {
        resumed += 1;
      },
    };
    const io = {
      stdout: () => {},
      stderr: () => {},
      env: {},
      signal: new AbortController().signal,
    };
    const status = await kexecCommand.main(
      [await file('kernel', tinyBzimage())],
      io,
      () => failing,
    );
    expect(status).not.toBe(0);
    expect(resumed).toBe(1);
  });
});

describe('webboot kexec --segment', () => {
  const address = 16 * mebibyte;

  it('hands segments over as one program, and jumps', async () => {
    const blob = await file('a@b', serialBlob('hello'));
    const { status, events } = await kexec(
      ...['--segment', `${blob}@0x${address.toString(16)}`, '--entry', String(address)],
    );
    expect(events.at(-1)).not.toMatchObject({ type: 'failed' });
    expect(status).toBe(0);
    expect(machine.executed.count).toBe(1);
    const content = memoryAccess(serialBlob('hello'));
    const program = await buffer(elfProgram([{ address, content }], address));
    expect(machine.loaded).toMatchObject([{ kernel: sha256(program), cmdline: '' }]);
  });

  it('refuses what cannot lie there before anything is loaded', async () => {
    const blob = await file('blob', serialBlob('hello'));
    const { status, events } = await kexec('--segment', `${blob}@0x10`, '--entry', '0x10');
    expect(status).toBe(79);
    expect(events.at(-1)).toMatchObject({ failure: { code: 'segments-invalid' } });
    expect(machine.loaded).toEqual([]);
  });

  it.each([
    [['--segment', 'blob@0x100000']],
    [['--entry', '0x100000']],
    [['--segment', 'blob', '--entry', '0']],
    [['--segment', '@0x1000', '--entry', '0']],
    [['--segment', 'blob@-1', '--entry', '0']],
    [['--segment', 'blob@0xfffffffffffffff', '--entry', '0']],
    [['--segment', 'blob@0x1000', '--entry', 'start']],
    [['kernel', '--segment', 'blob@0x1000', '--entry', '0x1000']],
    [['--segment', 'blob@0x1000', '--entry', '0x1000', '--append', 'quiet']],
  ])('is refused: %j', async (argv) => {
    await expect(kexec(...argv)).rejects.toMatchObject({ code: 'usage' });
  });
});
