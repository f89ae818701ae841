import { printable } from '../core/printable.ts';
import type { Offered } from './offered.ts';

/** The address of a checksum or signature file of an image. */
export function besidePath({ id }: Offered, name: string): string {
  return `/beside/${id}/${encodeURIComponent(name)}`;
}

/** For what a browser saves; the name is in ASCII, without quotes or backslashes. */
export function saveAs({ file }: Offered): string {
  const name = printable(file.fileName).replace(/[^\w.+-]/g, '_');
  return `attachment; filename="${name}"`;
}

/** What the address of an image's torrent has at its end. */
export const torrentSuffix = '.torrent';
