import { posix } from 'node:path';

/** The name under which scripts see the tree: what `search` finds and `$root` begins with. */
export const treeDevice = 'cd0';

/**
 * Devices that are certainly not the tree. Everything else is taken for it: an ISO's own
 * configuration names its medium as (cd0), (hd0), (hd0,msdos1) or whatever `search` gave.
 */
const foreign = /^(?:loop\d*|memdisk|proc|(?:tftp|https?|pxe)(?:,.*)?)$/;

/**
 * The absolute path within the tree that a GRUB file name means, `.` and `..` resolved;
 * `undefined` when it lies on a device that is not the tree.
 */
export function resolveGrubPath(
  name: string,
  root: string,
  loopbacks: ReadonlySet<string>,
): string | undefined {
  const match = /^\(([^()]*)\)(.*)$/s.exec(name);
  const device = (match === null ? root : (match[1] ?? '')).replace(/^\(|\)$/g, '');
  if (foreign.test(device) || loopbacks.has(device)) return undefined;
  return posix.resolve('/', match === null ? name : (match[2] ?? ''));
}
