/** Whether a kernel has a feature: in itself, as a module, or not at all. */
export type ConfigState = 'y' | 'm' | 'n';

/**
 * What a kernel's `.config` says of the named symbols (without `CONFIG_`); one that it does not name
 * is 'n', as Kconfig leaves out symbols whose dependencies are off. Source:
 * Documentation/kbuild/kconfig.rst of Linux. Never throws: what is no such line says nothing.
 */
export function readConfigStates(
  text: string,
  names: readonly string[],
): Readonly<Record<string, ConfigState>> {
  const states = new Map<string, ConfigState>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^CONFIG_(\w+)=([ym])\r?$/.exec(line) ?? [];
    if (name !== undefined) states.set(name, value === 'm' ? 'm' : 'y');
  }
  return Object.fromEntries(names.map((name) => [name, states.get(name) ?? 'n']));
}
