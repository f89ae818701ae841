import type { Peek } from '../../boot/session/session.ts';
import { formatBytes } from './format.ts';

/** "RAM: 1.2 GB for the image + 512 MB for the system; this machine has 7.9 GB" */
export function memoryText({ facts, source, host }: Peek): string {
  const image = facts.image.size;
  const system = Math.max(source.leastRamBytes ?? 0, facts.needs.ramBytes - image);
  const reserved = host.pmem.reduce((sum, { size }) => sum + size, 0);
  const total = formatBytes(host.ramBytes + reserved);
  return `RAM: ${formatBytes(image)} for the image + ${formatBytes(system)} for the system; this machine has ${total}`;
}

/** The verdict before the peek, from the catalogue's own figures. */
export function roughMemoryText(
  needs: { readonly leastRamBytes?: number; readonly approximateBytes?: number },
  ramBytes: number | undefined,
): string {
  const sum = (needs.leastRamBytes ?? 0) + (needs.approximateBytes ?? 0);
  if (sum === 0) return '';
  const need = `RAM about ${formatBytes(sum)}`;
  if (ramBytes === undefined) return need;
  return sum <= ramBytes ? `${need}, fits` : `${need}: TOO LITTLE here`;
}
