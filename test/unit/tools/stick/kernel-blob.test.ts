import { describe, expect, test } from 'vitest';
import {
  findPlaced,
  placeInitramfs,
  readInitramfsBytes,
} from '../../../../tools/stick/kernel-blob.ts';

/** As vbutil_kernel packs it, without signatures: a body of 1 MiB and 16 KiB of "boot loader". */
function packed({ preferred = 0x100_0000, mark = 'HdrS' } = {}): Uint8Array {
  const blob = new Uint8Array(0x1_0000 + 0x10_0000 + 0x4000);
  const view = new DataView(blob.buffer);
  const preamble = 0x4b8;
  view.setBigUint64(0x10, BigInt(preamble), true);
  view.setBigUint64(preamble + 0x30, 0x10_0000n, true);
  view.setBigUint64(preamble + 0x38, 0x20_0000n, true);
  const parameters = 0x1_0000 + 0x10_0000 - 4096;
  blob.set(Buffer.from(mark), parameters + 0x202);
  view.setBigUint64(parameters + 0x258, BigInt(preferred), true);
  return blob;
}

describe('placeInitramfs', () => {
  test("tells the kernel's parameters where the initramfs will lie in memory", () => {
    const placed = placeInitramfs(packed(), 12_345);
    const { offset, address } = findPlaced(placed);
    expect({ offset, address }).toEqual({ offset: 0x11_0000, address: 0x20_0000 });
    const view = new DataView(placed.buffer);
    expect(view.getUint32(offset - 4096 + 0x218, true)).toBe(address);
    expect(readInitramfsBytes(placed)).toBe(12_345);
  });

  test('refuses what the kernel would write over while it unpacks itself', () => {
    const blob = packed({ preferred: 0x20_2000 });
    expect(placeInitramfs(blob, 0x2000)).toHaveLength(blob.length);
    expect(() => placeInitramfs(blob, 0x2001)).toThrow(/end at 0x202001/);
  });

  test("refuses what has no kernel's parameters in that place", () => {
    expect(() => placeInitramfs(packed({ mark: '....' }), 1)).toThrow(/no parameters/);
  });
});
