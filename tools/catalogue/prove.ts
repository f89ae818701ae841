import type { ImageSource } from '../../src/core/image/image-source.ts';
import { WebbootError } from '../../src/errors.ts';
import type { Distro } from '../../src/formats/catalogue/distro.ts';
import { offersOf } from './resolve-rows.ts';
import { type Proof, stampProof } from './stamp.ts';

/** What a boot in QEMU came to. */
export type Seen =
  | {
      readonly ok: true;
      readonly kernel: string;
      readonly seconds: number;
      readonly ramMiB: number;
    }
  | { readonly ok: false; readonly reason: string };

export interface ProveContext {
  readonly rows: readonly Distro[];
  /** Where the row files lie. */
  readonly directory: string;
  /** The newest release, as the menu would choose it. */
  resolve(id: string): Promise<ImageSource>;
  /** Downloads and verifies an image, and boots it to a state that is recognised. */
  boot(id: string, source: ImageSource): Promise<Seen>;
  readonly now: Date;
  print(line: string): void;
}

/**
 * Boots the rows' first variants, or the named ones, and stamps those that came up into their rows.
 * Only x86_64 is booted. Returns how many did not come up.
 */
export async function prove(ids: readonly string[], context: ProveContext): Promise<number> {
  let failed = 0;
  for (const id of ids) {
    const { distroId, variantId } = chosen(id, context.rows);
    const name = `${distroId}/${variantId}`;
    const source = await context.resolve(name);
    const seen = await context.boot(name, source);
    if (!seen.ok) {
      failed += 1;
      context.print(`unproven   ${name} ${source.version}: ${seen.reason}`);
      continue;
    }
    const { kernel, seconds, ramMiB } = seen;
    const date = context.now.toISOString().slice(0, 10);
    const proof: Proof = {
      ...{ arch: 'x86_64', version: source.version, kernel },
      ...{ seconds: Math.round(seconds), ramMiB, date },
    };
    await stampProof(context.directory, { distroId, variantId }, proof);
    context.print(`proven     ${name} ${source.version}: ${kernel}, ${proof.seconds} s`);
  }
  return failed;
}

function chosen(id: string, rows: readonly Distro[]): { distroId: string; variantId: string } {
  const [distroId = '', variantId] = id.split('/');
  const found = offersOf(rows.filter((row) => row.id === distroId)).find(
    ({ variant, arch }) =>
      arch === 'x86_64' &&
      variant.unavailable === undefined &&
      (variantId === undefined || variant.id === variantId),
  );
  if (found === undefined) {
    throw new WebbootError('unknown-distro', `The catalogue has no ${id} for x86_64.`, {
      subject: id,
      remedy: 'See npm run catalogue -- check for the distros that there are.',
    });
  }
  return { distroId, variantId: found.variant.id };
}
