import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CpioEntry } from '../../src/formats/cpio/writer.ts';
import { writeCpio } from '../../src/formats/cpio/writer.ts';
import { openAptState } from '../../tools/debian/apt.ts';
import { unpackedDebs } from '../../tools/image/unpacked.ts';
import { dynamicProgram } from '../helpers/dynamic-program.ts';
import { type ScriptedImage, startScript } from '../helpers/scripted-image.ts';
import { serialBlob } from '../helpers/serial-blob.ts';

const limit = { timeoutMs: 600_000 };
const words = 'raw segments run on the bare machine';
const passphrase = 'Tr0ub4dor and three more';

let image: ScriptedImage | undefined;
afterEach(() => image?.close());

async function start(script: string, files: readonly CpioEntry[]): Promise<ScriptedImage> {
  const tests = { kind: 'directory', path: 'tests' } as const;
  image = await startScript({ script, memoryMb: 1536, files: [tests, ...files] });
  return image;
}

function file(path: string, data: Uint8Array, mode = 0o644): CpioEntry {
  return { kind: 'file', path, mode, data };
}

describe('webboot kexec --segment', () => {
  it('starts code at its physical address, which writes to the serial line by itself', async () => {
    const { machine } = await start(
      '$webboot kexec --segment /tests/blob@0x4000000 --entry 0x4000000',
      [file('tests/blob', serialBlob(words))],
    );
    await machine.waitFor(new RegExp(words), limit);
    expect(machine.log).not.toContain('the script has ended');
  });
});

/** Looks for the secret in the next system: in the keyring, and in every file. */
const next = `#!/bin/busybox sh
bb=/bin/busybox
$bb mount -t proc proc /proc
echo "key: $(/keys/loader --library-path /keys/lib /keys/keyctl print %user:disk)"
echo "permissions: $($bb grep ' disk: ' /proc/keys)"
echo "files: $($bb grep -rl 'Tr0ub4dor and' / --exclude-dir=proc 2>/dev/null)"
echo "folder: $($bb ls -d /webboot 2>&1)"
echo "words: $($bb cat /proc/cmdline)"
echo 'the next system has ended'
exec $bb sleep 1000
`;

async function nextInitrd(): Promise<Uint8Array> {
  const apt = await openAptState({ suite: 'trixie', arch: 'x86_64' });
  await apt.update();
  const tree = await unpackedDebs('busybox', await apt.download(['busybox-static']));
  return writeCpio([
    ...['bin', 'dev', 'proc'].map((path) => ({ kind: 'directory', path }) as const),
    { kind: 'char-device', path: 'dev/console', major: 5, minor: 1 },
    file('bin/busybox', await readFile(join(tree, 'usr/bin/busybox')), 0o755),
    file('init', new TextEncoder().encode(next), 0o755),
    ...(await dynamicProgram('keys', { package: 'keyutils', program: 'usr/bin/keyctl' })),
  ]);
}

describe('webboot kexec --secret', () => {
  it('hands a secret to the keyring of the next kernel, and to no file there', async () => {
    const { machine } = await start(
      `$webboot kexec /webboot/vmlinuz --initrd /tests/initrd --secret disk=/tests/secret \\
  --append 'console=ttyS0,115200 panic=-1 quiet'`,
      [
        file('tests/initrd', await nextInitrd()),
        file('tests/secret', Buffer.from(passphrase), 0o600),
      ],
    );
    const { end } = await machine.waitFor(/^the next system has ended$/m, limit);
    const line = (name: string) =>
      new RegExp(`^${name}: (.*)$`, 'm').exec(machine.log.slice(0, end))?.[1];
    expect(line('key')).toBe(passphrase);
    // Whoever possesses it may do anything, root may see, read and find it.
    expect(line('permissions')).toMatch(new RegExp(`3f0b0000 .* user +disk: ${passphrase.length}`));
    expect(line('files')).toBe('');
    expect(line('folder')).toContain('No such file');
    expect(line('words')).toContain('rdinit=/webboot/init');
    expect(machine.log.replace(`key: ${passphrase}`, '')).not.toContain(passphrase);
  });
});
