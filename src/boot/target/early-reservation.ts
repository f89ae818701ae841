import type { HostFacts } from '../../core/machine/host-facts.ts';
import type { Reservation } from '../../core/machine/memory-map.ts';
import { planReservation } from '../../core/machine/plan-reservation.ts';
import { mebibyte } from '../../core/mebibytes.ts';
import type { WebbootParameters } from '../../core/settings/webboot-parameters.ts';

/**
 * RAM that webboot itself runs in beside the reservation: Node, the menu, the initramfs, a kernel
 * and an initrd to be loaded. Measured in docs/performance.md.
 */
const ownBytes = 448 * mebibyte;
/** Of that, what does not grow with the files of the image. */
const programBytes = 128 * mebibyte;

/**
 * The reservation that webboot starts itself again for, as large as is useful: which image it will
 * hold is chosen later, and the target gets what the image leaves. Undefined if memory is set aside
 * already, if nothing useful would fit, and on arm64, whose kernels ignore `memmap=`.
 */
export function planEarlyReservation(
  host: HostFacts,
  parameters: WebbootParameters,
): Reservation | undefined {
  const isDone = host.ownRegions.length > 0 || parameters.restarted || host.pmem.length > 0;
  if (isDone || host.arch === 'aarch64' || host.kexec.loadDisabled) return undefined;
  // An image may carry an ISO: the next kernel holds all files twice while it unpacks them.
  const usedBytes = host.ramBytes - host.availableBytes;
  const plan = planReservation(host.memoryMap, 'largest', {
    remainingBytes: Math.max(ownBytes, 2 * usedBytes + programBytes),
    kernelMoves: true,
  });
  return plan.kind === 'reserved' ? plan.reservation : undefined;
}
