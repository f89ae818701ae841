import { FormatError } from '../../errors.ts';

/** The setup header of an x86 kernel; addresses and sizes in bytes. */
export interface X86Header {
  /** "2.15" */
  readonly protocol: string;
  /** The kernel can be entered in 64-bit mode, which is what kexec does on x86-64. */
  readonly entry64: boolean;
  /** Loaded at 1 MiB and entered in 32-bit mode: a bzImage, not a zImage. */
  readonly entry32: boolean;
  readonly aboveFourGiB: boolean;
  readonly relocatable: boolean;
  readonly alignment: number;
  /** Of the real-mode part, with its boot sector. */
  readonly setupBytes: number;
  /** Of the protected-mode code, to the next 16. */
  readonly systemBytes: number;
  /** What the kernel needs from its load address on before it has looked at the memory map. */
  readonly initBytes: number;
  readonly preferredAddress: number;
  readonly cmdlineBytes: number;
  readonly initrdAddressMax: number;
  /** Where the version string lies in the file; 0 where there is none. */
  readonly bannerOffset: number;
}

/**
 * Undefined for what has no setup header. Source: Documentation/arch/x86/boot.rst of Linux, "The
 * Real-Mode Kernel Header". Fields that the kernel's protocol does not have yet are 0 or false.
 */
export function findX86Header(bytes: Uint8Array): X86Header | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 0x268 || view.getUint16(0x1fe, true) !== 0xaa55) return undefined;
  if (view.getUint32(0x202) !== 0x48647253) return undefined;
  const version = view.getUint16(0x206, true);
  if (version < 0x200) throw new FormatError('kernel', 0x206, 'boot protocol older than 2.00');
  const since = (protocol: number, value: number) => (version >= protocol ? value : 0);
  const loadFlags = bytes[0x211] ?? 0;
  const extendedFlags = since(0x20c, view.getUint16(0x236, true));
  const setupBytes = ((bytes[0x1f1] || 4) + 1) * 512;
  const banner = view.getUint16(0x20e, true);
  return {
    protocol: `${version >> 8}.${String(version & 0xff).padStart(2, '0')}`,
    entry64: (extendedFlags & 1) !== 0,
    entry32: (loadFlags & 1) !== 0,
    aboveFourGiB: (extendedFlags & 2) !== 0,
    relocatable: since(0x205, bytes[0x234] ?? 0) !== 0,
    alignment: since(0x205, view.getUint32(0x230, true)),
    setupBytes,
    systemBytes: view.getUint32(0x1f4, true) * 16,
    initBytes: since(0x20a, view.getUint32(0x260, true)),
    preferredAddress: since(0x20a, Number(view.getBigUint64(0x258, true))),
    cmdlineBytes: since(0x206, view.getUint32(0x238, true)),
    initrdAddressMax: since(0x203, view.getUint32(0x22c, true)),
    bannerOffset: banner === 0 || banner + 0x200 >= setupBytes ? 0 : banner + 0x200,
  };
}

/** `uname -r`, the first word of the version string; '' where there is no plausible one. */
export function kernelVersion(banner: Uint8Array): string {
  const end = banner.indexOf(0);
  const text = String.fromCharCode(...banner.subarray(0, Math.max(end, 0)));
  return /^[\x21-\x7e]+/.exec(text)?.[0] ?? '';
}
