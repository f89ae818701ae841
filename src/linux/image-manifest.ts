import { readFile } from 'node:fs/promises';

/** What webboot's own image was made of, as far as people are told. */
export interface ImageManifest {
  readonly flavour: string;
  /** ISO 8601. */
  readonly built: string;
  readonly catalogueVersion?: string;
  readonly packages: readonly { readonly name: string; readonly version: string }[];
}

/** Written by tools/image; undefined where webboot runs in another system. */
export async function readImageManifest(): Promise<ImageManifest | undefined> {
  const text = await readFile('/webboot/manifest.json', 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as ImageManifest);
}
