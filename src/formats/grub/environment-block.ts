import { FormatError } from '../../errors.ts';

/** GRUB reads and writes no other size by itself (grub/lib/envblk.h, GRUB_ENVBLK_DEFCFG). */
export const environmentBlockBytes = 1024;

const signature = '# GRUB Environment Block\n';

/**
 * The file that GRUB's `load_env` reads: the signature, a line `name=value` for each variable, and
 * `#` up to its end. Names and values must need no escapes. Throws RangeError for what does not fit.
 */
export function formatEnvironmentBlock(variables: Readonly<Record<string, string>>): Uint8Array {
  const lines = Object.entries(variables).map(([name, value]) => {
    if (!/^\w+$/.test(name) || !/^[\w.-]*$/.test(value)) throw new RangeError(`${name}=${value}`);
    return `${name}=${value}\n`;
  });
  const text = [signature, ...lines].join('');
  if (text.length > environmentBlockBytes) throw new RangeError('too many variables');
  return Buffer.from(text.padEnd(environmentBlockBytes, '#'), 'latin1');
}

/** One variable of such a file; undefined if it is not set. Throws FormatError for another file. */
export function readEnvironmentVariable(block: Uint8Array, name: string): string | undefined {
  const text = Buffer.from(block.subarray(0, environmentBlockBytes)).toString('latin1');
  if (!text.startsWith(signature)) {
    throw new FormatError('grub-environment', 0, 'a file without its signature');
  }
  const line = text.split('\n').find((one) => one.startsWith(`${name}=`));
  return line?.slice(name.length + 1);
}
