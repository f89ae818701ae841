/** A file below `lib/modules/VERSION/`. */
export interface ModulePath {
  readonly version: string;
  /** Within that directory: "kernel/drivers/nvdimm/nd_pmem.ko.xz", "modules.dep". */
  readonly file: string;
}

const above = 'lib/modules/';

/** Where a file of an initrd lies among a kernel's modules; undefined for all other files. */
export function parseModulePath(path: string): ModulePath | undefined {
  // Called for each of an initrd's files: no pattern is as fast, nor as quick on a path of 4 KB.
  const at = path.startsWith(above) ? 0 : path.indexOf(`/${above}`) + 1;
  if (at === 0 && !path.startsWith(above)) return undefined;
  const start = at + above.length;
  const end = path.indexOf('/', start);
  if (end <= start) return undefined;
  return { version: path.slice(start, end), file: path.slice(end + 1) };
}

/** Whether a file is a loadable module, compressed or not. */
export function isModuleFile(file: string): boolean {
  return /\.ko(?:\.(?:xz|zst|gz))?$/.test(file);
}
