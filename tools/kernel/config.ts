import { WebbootError } from '../../src/errors.ts';

/** What a configuration says of one symbol: "y", "m", "n", a number, or a text in its quotes. */
export type ConfigValue = string;

/** By name, without `CONFIG_`. */
export type KernelConfig = ReadonlyMap<string, ConfigValue>;

/**
 * Reads a `.config` or a fragment of one: `CONFIG_NAME=value`, `# CONFIG_NAME is not set`, and
 * comments. Source: Documentation/kbuild/kconfig.rst of Linux. Throws 'build-failed' for a line
 * that is nothing of this, and for a symbol that is there twice.
 */
export function parseKernelConfig(text: string, file: string): KernelConfig {
  const config = new Map<string, ConfigValue>();
  for (const [index, line] of text.split('\n').entries()) {
    const entry = parseLine(line.trim());
    if (entry === 'nothing') continue;
    const place = `${file}, line ${index + 1}`;
    if (entry === undefined) throw unusable(`${place} is not a setting: ${line.trim()}`);
    if (config.has(entry.name)) throw unusable(`${place} sets CONFIG_${entry.name} a second time.`);
    config.set(entry.name, entry.value);
  }
  return config;
}

function parseLine(
  line: string,
): { readonly name: string; readonly value: ConfigValue } | 'nothing' | undefined {
  const [, name, value] = /^CONFIG_(\w+)=(.+)$/.exec(line) ?? [];
  if (name !== undefined && value !== undefined) return { name, value };
  const unset = /^# CONFIG_(\w+) is not set$/.exec(line)?.[1];
  if (unset !== undefined) return { name: unset, value: 'n' };
  return line === '' || line.startsWith('#') ? 'nothing' : undefined;
}

/** Lays fragments together; throws 'build-failed' where two of them want different things. */
export function mergeFragments(fragments: ReadonlyMap<string, KernelConfig>): KernelConfig {
  const merged = new Map<string, { value: ConfigValue; file: string }>();
  for (const [file, fragment] of fragments) {
    for (const [name, value] of fragment) {
      const other = merged.get(name);
      if (other !== undefined && other.value !== value) {
        throw unusable(
          `CONFIG_${name} is ${other.value} in ${other.file} and ${value} in ${file}.`,
        );
      }
      merged.set(name, { value, file });
    }
  }
  return new Map([...merged].map(([name, { value }]) => [name, value]));
}

/** As kconfig reads it. */
export function configText(config: KernelConfig): string {
  const lines = [...config].map(([name, value]) =>
    value === 'n' ? `# CONFIG_${name} is not set` : `CONFIG_${name}=${value}`,
  );
  return `${lines.join('\n')}\n`;
}

/**
 * Throws 'build-failed' with every symbol that did not come out as wanted: kconfig drops what has
 * an unmet dependency or an unknown name, and says nothing.
 */
export function requireConfig(wanted: KernelConfig, got: KernelConfig): void {
  const differences = [...wanted].flatMap(([name, value]) => {
    const actual = got.get(name) ?? 'n';
    return actual === value ? [] : [`  CONFIG_${name}: ${value} is wanted, and it is ${actual}`];
  });
  if (differences.length === 0) return;
  throw new WebbootError(
    'build-failed',
    `These symbols did not get the wanted value:\n${differences.join('\n')}`,
    {
      remedy: 'Set what they depend on in kernel-config/ too, or remove them.',
    },
  );
}

function unusable(text: string): WebbootError {
  return new WebbootError('build-failed', text, {
    remedy: 'Correct the fragments in kernel-config/.',
  });
}
