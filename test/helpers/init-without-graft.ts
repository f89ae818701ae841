import { inspectImage } from '../../src/boot/inspect-image.ts';
import { startImage } from '../../src/start-image.ts';

/** webboot's program as it would be if nothing were ever grafted. */
await startImage({
  inspect: async (image, options) => ({
    ...(await inspectImage(image, options)),
    pmem: { state: 'initrd', missing: [] },
  }),
});
