/** A pattern with `*` and `?` for whole paths; these stand for slashes where `slashes` says so. */
export function parseGlob(glob: string, { slashes }: { slashes: boolean }): RegExp {
  const any = slashes ? '.' : '[^/]';
  const source = glob.replace(/[.*+?^${}()|[\]\\]/g, (character) => {
    if (character === '*') return `${any}*`;
    if (character === '?') return any;
    return `\\${character}`;
  });
  return new RegExp(`^${source}$`);
}
