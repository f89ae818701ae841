import { type Cmdline, parameterName } from '../cmdline.ts';

/** Names become part of a command line, so they are what a shell variable may be. */
const baseDirectory = /^([a-z][a-z0-9_]{1,31})basedir$/;
const media = ['label', 'device', 'searchuuid', 'searchfilename'];
/** Manjaro's hook has much the same parameters, and is a family of its own. */
const miso = 'miso';

/**
 * "kdeosiso" of a line with `kdeosisobasedir=` and, next to it, how the medium is found; "archiso"
 * of any of its own. Undefined for the line of another family.
 */
export function forkPrefix(cmdline: Cmdline): string | undefined {
  const names = new Set(cmdline.parameters.map(parameterName));
  const found = [...names]
    .map((name) => baseDirectory.exec(name)?.[1])
    .find((prefix) => prefix !== miso && media.some((name) => names.has(`${prefix}${name}`)));
  if (found !== undefined) return found;
  const own = ['basedir', ...media].some((name) => names.has(`archiso${name}`));
  return own ? 'archiso' : undefined;
}

const hook = /^hooks\/([a-z][a-z0-9_]{1,31})_loop_mnt$/;

/** The hook that finds the medium: each fork has one for an ISO that is a file next to it. */
export function hookPrefix(paths: ReadonlySet<string>): string | undefined {
  if (paths.has('hooks/archiso')) return 'archiso';
  for (const path of paths) {
    const prefix = hook.exec(path)?.[1];
    if (prefix !== undefined && prefix !== miso && paths.has(`hooks/${prefix}`)) return prefix;
  }
  return undefined;
}
