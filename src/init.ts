import { startImage } from './app/start-image.ts';

/** For initramfs/init.sh: not a failure, and not the end. */
const again = 75;

await startImage();
// Consoles and network keep this program alive; the next one takes them over.
process.exit(again);
