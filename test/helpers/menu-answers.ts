import type { QemuProcess } from '../../tools/qemu/qemu.ts';

/** A frame has the names of systems, and words if the language was known. */
const anyFrame = /choose what to boot|Debian Live/;
/** Letters that no system's name has one after the other. */
const nobody = 'zq';
/** Otherwise only what differs from the frame before is written. */
const redraw = '\f';
const nothing = /Nothing matches|Nichts gefunden/;

/**
 * Resolves once the menu on the serial line answers a key. Its first frame proves less: that was drawn
 * when the image was built, and is shown before any program runs.
 */
export async function menuAnswers(
  machine: QemuProcess,
  limit: { readonly timeoutMs: number },
): Promise<void> {
  const { end: from } = await machine.waitFor(anyFrame, limit);
  machine.send(`${nobody}${redraw}`);
  await machine.waitFor(nothing, { ...limit, from });
}
