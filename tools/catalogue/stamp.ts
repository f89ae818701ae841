import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DistroFile,
  type DistroVariant,
  parseDistro,
} from '../../src/formats/catalogue/distro.ts';

/** What a boot of an image has shown. */
export type Proof = NonNullable<DistroVariant['proven']>[number];

/**
 * Writes a boot that was seen into its row, in place of an older one of the same architecture: so
 * `publish` signs it with the row. The file keeps everything else.
 */
export async function stampProof(
  directory: string,
  { distroId, variantId }: { readonly distroId: string; readonly variantId: string },
  proof: Proof,
): Promise<void> {
  const file = join(directory, `${distroId}.json`);
  const row: DistroFile = JSON.parse(await readFile(file, 'utf8'));
  const variants = row.variants.map((variant) => {
    if (variant.id !== variantId) return variant;
    const others = (variant.proven ?? []).filter(({ arch }) => arch !== proof.arch);
    return { ...variant, proven: [...others, proof] };
  });
  const text = `${JSON.stringify({ ...row, variants }, undefined, 2)}\n`;
  parseDistro(text);
  await writeFile(file, text);
}
