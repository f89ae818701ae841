import { jsonLine } from '../core/printable.ts';
import type { Offered } from './offered.ts';

/** `/images.json`: what is here, for other machines. */
export function imagesText(images: readonly Offered[]): string {
  return `${jsonLine({
    webboot: 1,
    images: images.map(({ ids, file: { title, version, fileName, stamp } }) => ({
      ids,
      title,
      version,
      fileName,
      bytes: stamp.bytes,
    })),
  })}\n`;
}
