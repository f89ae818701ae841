/** The header of an arm64 Image; sizes in bytes. */
export interface Arm64Header {
  readonly textOffset: number;
  /** From the load address on, BSS included; 0 in kernels older than 3.17. */
  readonly imageBytes: number;
  readonly bigEndian: boolean;
  /** 0 where the kernel does not tell. */
  readonly pageBytes: 0 | 4096 | 16384 | 65536;
  /** May lie anywhere in memory, not only near its start. */
  readonly anywhere: boolean;
}

const pageSizes = [0, 4096, 16384, 65536] as const;

/**
 * Undefined for what is no Image. Source: Documentation/arch/arm64/booting.rst of Linux, "Call the
 * kernel image".
 */
export function findArm64Header(bytes: Uint8Array): Arm64Header | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 64 || view.getUint32(56) !== 0x41524d64) return undefined;
  const flags = view.getUint32(24, true);
  return {
    textOffset: Number(view.getBigUint64(8, true)),
    imageBytes: Number(view.getBigUint64(16, true)),
    bigEndian: (flags & 1) !== 0,
    pageBytes: pageSizes[(flags >> 1) & 3] ?? 0,
    anywhere: (flags & 8) !== 0,
  };
}
