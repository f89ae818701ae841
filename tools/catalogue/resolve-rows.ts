import { createSelector } from '../../src/boot/catalogue/selection.ts';
import type { Architecture } from '../../src/core/architecture.ts';
import type { ImageSource } from '../../src/core/image/image-source.ts';
import type { Distro, DistroVariant } from '../../src/formats/catalogue/distro.ts';
import type { Network } from '../../src/ports/network.ts';

export interface Offered {
  readonly row: Distro;
  readonly variant: DistroVariant;
  readonly arch: Architecture;
}

/** Every image of the rows: each variant for each of its architectures. */
export function offersOf(rows: readonly Distro[]): readonly Offered[] {
  return rows.flatMap((row) =>
    row.variants.flatMap((variant) =>
      variant.architectures.map((arch) => ({ row, variant, arch })),
    ),
  );
}

/** The newest release of an image, as the menu would choose it. Throws WebbootError. */
export async function resolveOffer(
  { row, variant, arch }: Offered,
  rows: readonly Distro[],
  network: Pick<Network, 'fetchSmall'>,
  signal: AbortSignal = new AbortController().signal,
): Promise<ImageSource> {
  const select = createSelector({
    catalogue: { current: async () => ({ rows }) },
    network,
    arch,
    readLocal: async () => undefined,
  });
  return select(`${row.id}/${variant.id}`, { signal });
}
