import { findKeymap } from '../core/settings/find-keymap.ts';
import { WebbootError } from '../errors.ts';
import { exists } from './exists.ts';
import { run } from './run.ts';

const directory = '/usr/share/webboot/keymaps';

/** Loads a layout of the image ("de" for short) for the keyboard at the screen (loadkmap of busybox). */
export async function loadKeymap(name: string): Promise<void> {
  const file = `${directory}/${findKeymap(name) ?? name}.bmap`;
  if (!(await exists(file))) {
    throw new WebbootError('file-not-found', `There is no keyboard layout ${name}.`, {
      subject: name,
      remedy: 'Choose one in the menu (Keyboard layout).',
    });
  }
  const result = await run('sh', ['-c', 'exec loadkmap <"$1"', 'sh', file]);
  if (result.exitCode === 0) return;
  throw new WebbootError(
    'host-unsupported',
    `The layout ${name} could not be loaded: ${result.stderr}`,
    {
      subject: name,
      remedy:
        'A machine without a screen has no keyboard to set. A serial terminal has its own layout.',
    },
  );
}
