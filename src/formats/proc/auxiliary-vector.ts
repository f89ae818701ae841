/** Source: include/uapi/linux/auxvec.h. */
const rseqFeatureSize = 27n;

/** AT_RSEQ_FEATURE_SIZE of a 64-bit `/proc/PID/auxv` (getauxval(3)); 0 where the kernel has none. */
export function rseqBytesOf(auxv: Uint8Array): number {
  const view = new DataView(auxv.buffer, auxv.byteOffset, auxv.byteLength);
  for (let at = 0; at + 16 <= auxv.length; at += 16) {
    if (view.getBigUint64(at, true) === rseqFeatureSize) {
      return Number(view.getBigUint64(at + 8, true));
    }
  }
  return 0;
}
