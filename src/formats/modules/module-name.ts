const suffixes: ReadonlySet<string> = new Set(['.ko', '.ko.xz', '.ko.zst', '.ko.gz']);

/**
 * The name under which the kernel knows a module: the file's base name without `.ko` and the
 * suffix of its compression, `-` written `_`. Names that are no paths pass through the same way.
 */
export function moduleName(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  // Called for each of a kernel's thousands of modules: no pattern is as fast.
  const end = base.lastIndexOf('.ko');
  const name = end >= 0 && suffixes.has(base.slice(end)) ? base.slice(0, end) : base;
  return name.replaceAll('-', '_');
}
