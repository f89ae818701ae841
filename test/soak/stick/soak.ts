import { WebbootError } from '../../../src/errors.ts';
import { buildFinalImage, type FinalImage } from './final-image.ts';
import { soakModes } from './modes.ts';

type Part = (image: FinalImage, argv: readonly string[]) => Promise<number>;

const parts: Readonly<Record<string, Part>> = { modes: soakModes };

/** `npm run soak -- stick [PART [ARGUMENT]...]`: all parts without a name. The exit status. */
export async function soakSticks([name, ...argv]: readonly string[]): Promise<number> {
  const wanted = name === undefined ? Object.values(parts) : [parts[name]];
  const image = await buildFinalImage();
  try {
    let status = 0;
    for (const part of wanted) {
      if (part === undefined) {
        throw new WebbootError('usage', `there is no part "${name}"`, {
          remedy: `one of ${Object.keys(parts).join(', ')}`,
        });
      }
      status = (await part(image, argv)) || status;
    }
    return status;
  } finally {
    await image.close();
  }
}
