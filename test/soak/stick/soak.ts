import { WebbootError } from '../../../src/errors.ts';
import { soakCuts } from './cuts.ts';
import { soakModes } from './modes.ts';
import { soakOwnKey } from './own-key.ts';
import { soakPower } from './power.ts';
import { soakPull } from './pull.ts';
import { soakSizes } from './sizes.ts';

const parts: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = {
  sizes: soakSizes,
  modes: soakModes,
  own: soakOwnKey,
  cuts: soakCuts,
  pull: soakPull,
  power: soakPower,
};

/** `npm run soak -- stick [PART [ARGUMENT]...]`: all parts without a name. The exit status. */
export async function soakSticks([name, ...argv]: readonly string[]): Promise<number> {
  let status = 0;
  for (const wanted of name === undefined ? Object.keys(parts) : [name]) {
    const part = parts[wanted];
    if (part === undefined) {
      throw new WebbootError('usage', `there is no part "${wanted}"`, {
        remedy: `one of ${Object.keys(parts).join(', ')}`,
      });
    }
    status = (await part(argv)) || status;
  }
  return status;
}
