import type { RandomAccess } from '../../ports/random-access.ts';
import { readChunks } from '../random-access.ts';

const mark = 'Linux version ';
/** Longer than any release name (`__NEW_UTS_LEN`). */
const versionBytes = 65;

/**
 * `uname -r` from the `linux_banner` of an uncompressed kernel, which lies anywhere in it: reads up
 * to all of the file. Undefined where there is none.
 */
export async function findBannerVersion(
  access: RandomAccess,
  options: { readonly signal?: AbortSignal },
): Promise<string | undefined> {
  let tail = Buffer.alloc(0);
  for await (const chunk of readChunks(access, options)) {
    const bytes = Buffer.concat([tail, chunk]);
    for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 1)) {
      const start = at + mark.length;
      const text = bytes.toString('latin1', start, start + versionBytes + 2);
      // "Linux version %s" is in kernels too; a banner goes on with " (builder) …".
      const version = /^(\d[\x21-\x7e]*) \(/.exec(text)?.[1];
      if (version !== undefined) return version;
    }
    tail = bytes.subarray(-(mark.length + versionBytes + 2));
  }
  return undefined;
}
