import { startImage } from '../../src/app/start-image.ts';
import { inspectImage } from '../../src/boot/inspect/inspect-image.ts';

/** webboot's program as it would be if no image had a driver for memory as a disk. */
await startImage({
  inspect: async (image, options) => ({
    ...(await inspectImage(image, options)),
    pmem: { state: 'impossible', missing: [], reason: 'a test says so', loop: true },
  }),
});
