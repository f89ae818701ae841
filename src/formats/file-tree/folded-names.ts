/**
 * The nodes of a directory by their names in lower case; of several the first counts. Made once:
 * a menu looks up thousands of paths, and a hostile directory has thousands of names.
 */
export function foldedNames<N extends { readonly name: string }>(
  nodes: Iterable<N>,
): ReadonlyMap<string, N> {
  const byName = new Map<string, N>();
  for (const node of nodes) {
    const name = node.name.toLowerCase();
    if (!byName.has(name)) byName.set(name, node);
  }
  return byName;
}
