import { copyImage } from '../../src/linux/copy-image.ts';
import { openFileMedium } from '../../src/linux/file-medium.ts';

/** The files of this machine, for what reads an image's signature that lies beside it. */
export const localMedia = { openMedium: openFileMedium, copyImage };
