import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedImage, scriptEnd, startScript } from '../helpers/scripted-image.ts';
import { serialBlob } from '../helpers/serial-blob.ts';
import { tinyArm64Image } from '../helpers/tiny-arm64-image.ts';
import { tinyBzimage } from '../helpers/tiny-bzimage.ts';

const script = `
until [ -e /dev/pmem0 ]; do sleep 1; done
echo 'machine begins'
cat /proc/cmdline
cat /sys/class/block/pmem0/size
ls /sys/firmware/memmap | wc -l
echo 'machine ends with 0'

part() {
  name=$1
  shift
  echo "$name begins"
  $webboot "$@" --json
  echo "$name ends with $?"
}
head -c 3000000 /webboot/vmlinuz >/run/cut
dd if=/dev/zero of=/run/huge bs=1M seek=16384 count=0 2>/dev/null
echo nothing >/run/text

part architecture kexec --dry-run /tests/arm64
part cut kexec --dry-run /run/cut
part text kexec --dry-run /run/text
part large kexec --dry-run /webboot/vmlinuz --initrd /run/huge
part long kexec --dry-run /webboot/vmlinuz --append "$(head -c 3000 /dev/zero | tr '\\0' x)"
part good kexec --dry-run /webboot/vmlinuz --initrd /bin/busybox --initrd /init
part device kexec --dry-run --segment /tests/blob@0xfee00000 --entry 0xfee00000
part unaligned kexec --dry-run --segment /tests/blob@0x4000010 --entry 0x4000010
part overlap kexec --dry-run --segment /tests/blob@0x4000000 --segment /run/text@0x4000000 --entry 0x4000000
part outside kexec --dry-run --segment /tests/blob@0x4000000 --entry 0x8000000
part segments kexec --dry-run --segment /tests/blob@0x4000000 --segment /run/text@0x4001000 --entry 0x4000000
echo integrity >/sys/kernel/security/lockdown
part locked kexec --dry-run --segment /tests/blob@0x4000000 --entry 0x4000000
part unsigned kexec --dry-run /tests/unsigned
part untrusted kexec /webboot/vmlinuz --append tried=1
echo 1 >/proc/sys/kernel/kexec_load_disabled
part disabled kexec --dry-run /webboot/vmlinuz
part last last
`;

let image: ScriptedImage | undefined;
let log = '';

beforeAll(async () => {
  image = await startScript({
    script,
    memoryMb: 2048,
    // All tests are about this one start, which nothing repeats (docs/testing.md).
    inTurns: true,
    files: [
      { kind: 'directory', path: 'tests' },
      { kind: 'file', path: 'tests/arm64', data: tinyArm64Image() },
      { kind: 'file', path: 'tests/unsigned', data: tinyBzimage() },
      { kind: 'file', path: 'tests/blob', data: serialBlob('never') },
    ],
  });
  await image.machine.waitFor(scriptEnd, { timeoutMs: 900_000 });
  log = image.machine.log;
});
afterAll(() => image?.close());

/** What a part of the script printed, and with which status it ended. */
function part(name: string): { text: string; status: number } {
  const found = new RegExp(`^${name} begins$(.*)^${name} ends with (\\d+)$`, 'ms').exec(log);
  return { text: found?.[1] ?? '', status: Number(found?.[2]) };
}

/** The code and remedy of the failure that a part reported. */
function failure(name: string) {
  const line = part(name)
    .text.split('\n')
    .find((text) => text.startsWith('{"type":"failed"'));
  return line === undefined ? undefined : JSON.parse(line).failure;
}

describe('webboot’s image without memmap=', () => {
  it('has set memory aside by itself, with KASLR on', () => {
    const { text } = part('machine');
    expect(text).toMatch(/memmap=0x[0-9a-f]+!0x[0-9a-f]+/);
    expect(text).toContain('webboot.restarted');
    expect(text).not.toContain('nokaslr');
    const [sectors] = /^\d{5,}$/m.exec(text) ?? [];
    expect(Number(sectors) * 512).toBeGreaterThan(1024 * 1024 * 1024);
  });
});

describe('webboot kexec', () => {
  it('loads a good kernel with two initrds in a dry run, and lets go of it again', () => {
    expect(part('good')).toMatchObject({ status: 0 });
    expect(part('good').text).toContain('{"type":"phase","phase":"load","state":"end"}');
  });

  it('loads raw segments of this machine’s own memory in a dry run', () => {
    expect(part('segments')).toMatchObject({ status: 0 });
    expect(part('segments').text).toContain('{"type":"phase","phase":"load","state":"end"}');
  });

  it.each([
    ['architecture', 'wrong-architecture', 27],
    ['cut', 'kernel-unreadable', 76],
    ['text', 'kernel-unreadable', 76],
    ['large', 'memory-too-small', 32],
    ['long', 'cmdline-too-long', 86],
    ['unsigned', 'kernel-unsigned', 85],
    ['untrusted', 'kernel-untrusted', 89],
    ['locked', 'kernel-unsigned', 85],
    ['disabled', 'kexec-disabled', 84],
  ])('refuses with a code and a remedy, and the machine goes on: %s', (name, code, status) => {
    expect(failure(name)).toMatchObject({ code });
    expect(failure(name).remedy).toMatch(/\w/);
    expect(part(name).status).toBe(status);
  });

  it.each([
    ['device', 'no usable RAM'],
    ['unaligned', 'is not a multiple of 4096'],
    ['overlap', 'behind the start'],
    ['outside', 'lies in none of the segments'],
  ])('refuses raw segments that would go wrong, and says why: %s', (name, why) => {
    expect(failure(name)).toMatchObject({ code: 'segments-invalid' });
    expect(failure(name).message).toContain(why);
    expect(part(name).status).toBe(79);
  });

  it('keeps no record of attempts that were refused before anything was loaded', () => {
    expect(part('last').status).toBe(87);
  });
});
