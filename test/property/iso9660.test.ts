import { expect, test } from 'vitest';
import { FormatError } from '../../src/errors.ts';
import { openIso } from '../../src/formats/iso9660/open-iso.ts';
import { memoryAccess } from '../../src/formats/random-access.ts';
import { exhaustIso } from '../helpers/exhaust-iso.ts';
import { hugeAccess } from '../helpers/huge-access.ts';
import { smallIsos } from '../helpers/small-iso.ts';

const isos = await smallIsos();
const [rockRidge = new Uint8Array(), both = new Uint8Array(), , plain = new Uint8Array()] = isos;
const sector = 2048;

async function outcome(bytes: Uint8Array): Promise<'read' | 'refused'> {
  try {
    await exhaustIso(memoryAccess(bytes));
    return 'read';
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return 'refused';
  }
}

/** The image with another number where its root directory's record says this. */
function withRoot(bytes: Uint8Array, field: 'block' | 'bytes', value: number): Uint8Array {
  const copy = bytes.slice();
  const at = 16 * sector + 156 + (field === 'block' ? 2 : 10);
  new DataView(copy.buffer).setUint32(at, value, true);
  return copy;
}

/** Where the text, or the bytes of it, first lies. */
function offsetOf(bytes: Uint8Array, text: string): number {
  const at = Buffer.from(bytes).indexOf(text, 0, 'latin1');
  expect(at).toBeGreaterThan(0);
  return at;
}

function edited(bytes: Uint8Array, edit: (copy: Uint8Array, view: DataView) => void): Uint8Array {
  const copy = bytes.slice();
  edit(copy, new DataView(copy.buffer));
  return copy;
}

const replaced = (bytes: Uint8Array, text: string, by: string) =>
  edited(bytes, (copy) => copy.set(Buffer.from(by, 'latin1'), offsetOf(bytes, text)));

test('an image cut at any sector, or within one, is refused or read', async () => {
  for (const bytes of isos) {
    for (let length = 0; length < bytes.length; length += 509) {
      const result = await outcome(bytes.subarray(0, length));
      if (length < 17 * sector) expect(result).toBe('refused');
    }
  }
});

test('a root directory of absurd size or place is refused', async () => {
  for (const value of [0xffffffff, 0x7fffffff, rockRidge.length]) {
    expect(await outcome(withRoot(rockRidge, 'bytes', value))).toBe('refused');
    expect(await outcome(withRoot(rockRidge, 'block', value))).toBe('refused');
  }
});

test('a directory that contains itself is refused by a walk, and finding ends', async () => {
  const { blockOf } = directoryRecord(plain, 'BOOT');
  const rootBlock = new DataView(plain.buffer).getUint32(16 * sector + 156 + 2, true);
  const circle = edited(plain, (_, view) => view.setUint32(blockOf, rootBlock, true));
  await expect(exhaustIso(memoryAccess(circle))).rejects.toThrow('entered twice');
  const iso = await openIso(memoryAccess(circle));
  expect(await iso.find(`${'/BOOT'.repeat(50)}/BOOT`)).toMatchObject({ kind: 'directory' });
});

/** Where a directory record with this identifier keeps its extent's block. */
function directoryRecord(bytes: Uint8Array, name: string): { blockOf: number } {
  const identifier = `${String.fromCharCode(name.length)}${name}`;
  // Past the path tables, which hold names too, records have the length right before the name.
  const at = Buffer.from(bytes).lastIndexOf(identifier, undefined, 'latin1');
  return { blockOf: at - 32 + 2 };
}

test('a continuation area that leads to itself, or out of the image, is refused', async () => {
  const at = offsetOf(rockRidge, 'CE\x1c\x01');
  const view = new DataView(rockRidge.buffer);
  const continuation = view.getUint32(at + 4, true);
  const outside = edited(rockRidge, (_, copy) => copy.setUint32(at + 4, 0xffffff, true));
  expect(await outcome(outside)).toBe('refused');
  const circle = edited(rockRidge, (copy, copyView) => {
    const area = continuation * sector + view.getUint32(at + 12, true);
    copy.set(rockRidge.subarray(at, at + 28), area);
    copyView.setUint32(at + 20, 28, true);
    copyView.setUint32(area + 20, 28, true);
  });
  await expect(exhaustIso(memoryAccess(circle))).rejects.toThrow('continuation areas');
});

test('a continuation area of gigabytes is refused, and not read', async () => {
  const at = offsetOf(rockRidge, 'CE\x1c\x01');
  const large = edited(rockRidge, (_, view) => view.setUint32(at + 20, 3 * 2 ** 30, true));
  await expect(exhaustIso(hugeAccess(large))).rejects.toBeInstanceOf(FormatError);
});

test.each(['..', '.', 'a/b', 'a\0b', 'a\nb', '../../etc/passwd'])(
  'the name %j is left out of the tree, and the others stay',
  async (name) => {
    const field = 'NM\x0b\x01\x00kernel';
    const hostile = `NM${String.fromCharCode(5 + name.length)}\x01\x00${name}`;
    const renamed =
      hostile.length <= field.length
        ? replaced(rockRidge, field, hostile.padEnd(field.length, '\0'))
        : replaced(rockRidge, 'n'.repeat(60), name);
    const paths = await exhaustIso(memoryAccess(renamed));
    expect(paths).toContain('/boot/grub/grub.cfg');
    for (const path of paths) {
      expect(path).not.toMatch(/[\x00-\x1f]|\/\.\.?(\/|$)|\/a\/b|etc/);
    }
  },
);

test('volume descriptors without end, and blocks of a strange size, are refused', async () => {
  const endless = new Uint8Array(16 * sector + 4000 * sector);
  for (let at = 16 * sector; at < endless.length; at += sector) {
    endless.set(Buffer.from('\x02CD001\x01', 'latin1'), at);
  }
  await expect(openIso(memoryAccess(endless))).rejects.toThrow('no primary volume');
  for (const blockBytes of [0, 1, 2049, 65535]) {
    const strange = edited(both, (_, view) => view.setUint16(16 * sector + 128, blockBytes, true));
    expect(await outcome(strange)).toBe('refused');
  }
});
