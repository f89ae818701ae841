import { inspectImage } from '../../src/boot/inspect-image.ts';
import { startImage } from '../../src/start-image.ts';

/** webboot's program as it would be if no image had a driver for memory as a disk. */
await startImage({
  inspect: async (image, options) => ({
    ...(await inspectImage(image, options)),
    pmem: { state: 'impossible', missing: [], reason: 'a test says so', loop: true },
  }),
});
