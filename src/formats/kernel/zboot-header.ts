const compressionOffset = 24;

/**
 * The name of the compression in an EFI zboot image's header; undefined for what is none.
 * Source: drivers/firmware/efi/libstub/zboot-header.S of Linux.
 */
export function findZbootHeader(bytes: Uint8Array): string | undefined {
  const text = (start: number, length: number) =>
    String.fromCharCode(...bytes.subarray(start, start + length));
  if (text(0, 2) !== 'MZ' || text(4, 4) !== 'zimg') return undefined;
  return /^[\w.-]*/.exec(text(compressionOffset, 32))?.[0] ?? '';
}
