/**
 * The name under which the kernel knows a module: the file's base name without `.ko` and the
 * suffix of its compression, `-` written `_`. Names that are no paths pass through the same way.
 */
export function moduleName(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return base.replace(/\.ko(?:\.(?:xz|zst|gz))?$/, '').replaceAll('-', '_');
}
