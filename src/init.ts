import { startImage } from './start-image.ts';

await startImage();
