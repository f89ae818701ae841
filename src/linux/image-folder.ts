import type { Volume } from './mount-volume.ts';

/** A folder `Images/` of a mounted volume, or of webboot's own image. */
export interface ImageStore {
  readonly directory: string;
  /** What webboot has mounted for it, and mounts again to write; absent where it is at hand. */
  readonly volume?: Volume;
  /** The device to be named to people; absent for webboot's own image. */
  readonly device?: string;
}
