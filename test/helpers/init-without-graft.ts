import { startImage } from '../../src/app/start-image.ts';
import { inspectImage } from '../../src/boot/inspect/inspect-image.ts';

/** webboot's program as it would be if nothing were ever grafted. */
await startImage({
  inspect: async (image, options) => ({
    ...(await inspectImage(image, options)),
    pmem: { state: 'initrd', missing: [] },
  }),
});
