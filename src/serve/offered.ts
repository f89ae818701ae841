import type { VerifiedFile } from '../boot/files/verified-file.ts';
import { imageId } from '../core/image/image-id.ts';
import { type OpenFile, openFile } from './open-file.ts';

/** A verified image that is open to be sent. */
export interface Offered extends OpenFile {
  readonly file: VerifiedFile;
  /** By its SHA-256; the other ids lead to the same bytes. */
  readonly id: string;
  readonly ids: readonly string[];
}

/** Throws WebbootError `file-changed` if it is not what was verified. */
export async function openOffered(file: VerifiedFile): Promise<Offered> {
  const opened = await openFile(file.path, file.stamp);
  return { ...opened, file, id: imageId(file.digests[0]), ids: file.digests.map(imageId) };
}
