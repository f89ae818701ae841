import type { Peek } from '../../boot/session/session.ts';
import type { Texts } from '../../core/languages/texts.ts';
import { formatBytes } from './format.ts';

/** "RAM: 1.2 GB for the image + 512 MB for the system; this machine has 7.9 GB" */
export function memoryText(texts: Texts, { facts, source, host }: Peek): string {
  const image = facts.image.size;
  const system = Math.max(source.leastRamBytes ?? 0, facts.needs.ramBytes - image);
  const reserved = host.pmem.reduce((sum, { size }) => sum + size, 0);
  return texts.figures.memory({
    image: formatBytes(texts, image),
    system: formatBytes(texts, system),
    total: formatBytes(texts, host.ramBytes + reserved),
  });
}

/** The verdict before the peek, from the catalogue's own figures. */
export function roughMemoryText(
  texts: Texts,
  needs: { readonly leastRamBytes?: number; readonly approximateBytes?: number },
  ramBytes: number | undefined,
): string {
  const sum = (needs.leastRamBytes ?? 0) + (needs.approximateBytes ?? 0);
  if (sum === 0) return '';
  const { need, fits, tooLittle } = texts.figures;
  const size = formatBytes(texts, sum);
  if (ramBytes === undefined) return need({ size });
  return sum <= ramBytes ? fits({ size }) : tooLittle({ size });
}
