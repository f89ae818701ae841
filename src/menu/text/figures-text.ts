import type { VariantSummary } from '../../boot/session/session.ts';
import type { Texts } from '../../core/languages/texts.ts';
import { formatBytes } from './format.ts';

/** "1.4-3.4 GB, RAM 2.0 GB": the sizes of the images, and the memory that the smallest needs. */
export function figuresText(texts: Texts, variants: readonly VariantSummary[]): string {
  const sizes = variants.flatMap(({ approximateBytes }) => approximateBytes ?? []);
  const needs = variants.flatMap(({ approximateBytes, leastRamBytes }) =>
    approximateBytes === undefined ? [] : approximateBytes + (leastRamBytes ?? 0),
  );
  if (sizes.length === 0) return '';
  return texts.figures.ram({
    sizes: range(texts, { least: Math.min(...sizes), most: Math.max(...sizes) }),
    ram: formatBytes(texts, Math.min(...needs)),
  });
}

function range(
  texts: Texts,
  { least, most }: { readonly least: number; readonly most: number },
): string {
  const [from, to] = [formatBytes(texts, least), formatBytes(texts, most)];
  if (from === to) return from;
  const [, unit = ''] = to.split(' ');
  return `${from.endsWith(` ${unit}`) ? from.slice(0, -unit.length - 1) : from}-${to}`;
}
