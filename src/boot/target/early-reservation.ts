import type { HostFacts } from '../../core/machine/host-facts.ts';
import type { Reservation } from '../../core/machine/memory-map.ts';
import { withoutRegions } from '../../core/machine/own-regions.ts';
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

/** On a machine with little RAM: a small live system of up to 122 MB, next to the least that webboot runs in. */
const smallImageBytes = 118 * mebibyte;
const leastOwnBytes = 256 * mebibyte;

export interface EarlyReservation {
  readonly reservation: Reservation;
  /** Little is left for webboot: it is to do without what it needs for others only. */
  readonly isTight: boolean;
}

/**
 * The reservation that webboot starts itself again for, as large as is useful: which image it will
 * hold is chosen later, and the target gets what the image leaves. Undefined if memory is set aside
 * already, if nothing useful would fit, and where no kernel can be started for it.
 *
 * On arm64 what an earlier kernel set aside is handed on by the tree, cut to its image: it is
 * chosen anew. Locked down, such a machine takes no other tree.
 */
export function planEarlyReservation(
  host: HostFacts,
  parameters: WebbootParameters,
): EarlyReservation | undefined {
  const byTree = host.arch === 'aarch64';
  const isThere = !byTree && (host.ownRegions.length > 0 || host.pmem.length > 0);
  if (isThere || parameters.restarted || host.kexec.loadDisabled) return undefined;
  if (byTree && host.kexec.lockdown !== 'none') return undefined;
  // An image may carry an ISO: the next kernel holds all files twice while it unpacks them. Node is in that, too.
  const usedBytes = host.ramBytes - host.availableBytes;
  const map = byTree ? withoutRegions(host.memoryMap, host.ownRegions) : host.memoryMap;
  const reservation = (imageBytes: number | 'largest', remainingBytes: number) => {
    const plan = planReservation(map, imageBytes, {
      atTop: byTree,
      remainingBytes: Math.max(remainingBytes, 2 * usedBytes),
      kernelMoves: true,
    });
    return plan.kind === 'reserved' ? plan.reservation : undefined;
  };
  const roomy = reservation('largest', Math.max(ownBytes, 2 * usedBytes + programBytes));
  const isRoomy = roomy !== undefined && roomy.size >= smallImageBytes;
  const chosen = isRoomy ? roomy : (reservation(smallImageBytes, leastOwnBytes) ?? roomy);
  return chosen && { reservation: chosen, isTight: !isRoomy };
}
