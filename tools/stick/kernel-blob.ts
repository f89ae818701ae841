/**
 * Of vboot_struct.h in ChromeOS's vboot_reference: a key block, which tells its size, and behind it
 * the kernel's preamble, with addresses. What they sign, the body, begins at 64 KiB.
 */
const keyblockSizeAt = 0x10;
const bodyAddressAt = 0x30;
const bootloaderAddressAt = 0x38;
const bodyAt = 0x1_0000;

/** Of Documentation/arch/x86/boot.rst of Linux, in the page that lies before the boot loader's. */
const signatureAt = 0x202;
const ramdiskImageAt = 0x218;
const ramdiskSizeAt = 0x21c;
const preferredAddressAt = 0x258;
const pageBytes = 4096;

/** Where a packed kernel has what vbutil_kernel calls the boot loader, and nobody runs. */
export interface Placed {
  /** Offset in the file. */
  readonly offset: number;
  /** In memory, when depthcharge starts the kernel. */
  readonly address: number;
}

export function findPlaced(blob: Uint8Array): Placed {
  const view = viewOf(blob);
  const preamble = Number(view.getBigUint64(keyblockSizeAt, true));
  const address = Number(view.getBigUint64(preamble + bootloaderAddressAt, true));
  const body = Number(view.getBigUint64(preamble + bodyAddressAt, true));
  return { address, offset: address - body + bodyAt };
}

/** Of the initramfs that was placed. */
export function readInitramfsBytes(blob: Uint8Array): number {
  return viewOf(blob).getUint32(findPlaced(blob).offset - pageBytes + ramdiskSizeAt, true);
}

/**
 * Depthcharge knows no initramfs; it loads all of what is signed, and hands the kernel's parameters
 * over as they are. So the initramfs travels as the "boot loader", and the parameters say where it
 * will lie. Throws RangeError where the kernel, unpacking itself, would write over it.
 */
export function placeInitramfs(blob: Uint8Array, bytes: number): Uint8Array {
  const placed = Uint8Array.from(blob);
  const view = viewOf(placed);
  const { offset, address } = findPlaced(placed);
  const parameters = offset - pageBytes;
  if (
    Buffer.from(placed).toString('latin1', parameters + signatureAt, parameters + 0x206) !== 'HdrS'
  ) {
    throw new RangeError('there are no parameters of a kernel before the boot loader.');
  }
  const unpacked = Number(view.getBigUint64(parameters + preferredAddressAt, true));
  if (address + bytes > unpacked) {
    throw new RangeError(
      `kernel and initramfs end at ${hex(address + bytes)}, but the kernel unpacks itself to ${hex(unpacked)}.`,
    );
  }
  view.setUint32(parameters + ramdiskImageAt, address, true);
  view.setUint32(parameters + ramdiskSizeAt, bytes, true);
  return placed;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
