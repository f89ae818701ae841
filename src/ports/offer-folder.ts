/** The folder with the images that this machine offers to others. */
export interface OfferFolder {
  /** The path of a file in it, by a name without slashes. */
  path(name: string): string;
  /** Paths of the images in it. */
  images(): Promise<readonly string[]>;
  has(name: string): Promise<boolean>;
  keep(name: string, bytes: Uint8Array): Promise<void>;
}
