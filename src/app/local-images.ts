import { basename } from 'node:path';
import { titleOf } from '../boot/catalogue/local-source.ts';
import type { ImageStores } from '../linux/image-store.ts';
import type { SetupChanges } from '../menu/model/state.ts';
import { openCatalogue } from './open-catalogue.ts';

/** The images on this machine as the menu shows them, again each time a stick has come up. */
export async function* watchLocalImages(
  stores: ImageStores,
  onLook: () => Promise<void>,
): AsyncGenerator<SetupChanges> {
  const { rows } = await openCatalogue();
  for await (const { images, keepsOn } of stores.watch()) {
    await onLook();
    const cached = images.map((image) => ({
      ...image,
      title: titleOf(rows, basename(image.path)),
    }));
    yield { cached, keepsOn };
  }
}
