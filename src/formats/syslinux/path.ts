/**
 * The absolute path that a file name of a configuration means; relative names begin in the
 * directory of the main configuration file, and `::` (the TFTP root) is the tree's root.
 */
export function resolveSyslinuxPath(name: string, directory: string): string {
  const plain = name.startsWith('::') ? `/${name.slice(2)}` : name;
  const segments: string[] = [];
  for (const segment of (plain.startsWith('/') ? plain : `${directory}/${plain}`).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return `/${segments.join('/')}`;
}
