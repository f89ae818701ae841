/** An option of a GRUB command: `--class gnu`, `--set=root`, `-n`. */
export interface OptionSpec {
  readonly long?: string;
  readonly short?: string;
  readonly value: 'none' | 'required' | 'optional';
}

export interface ParsedOptions {
  /** Values of the option, by its long (else short) name; '' for each time it had none. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly positional: readonly string[];
}

/**
 * Arguments as GRUB's own option parser takes them apart. Unknown options become arguments with
 * `acceptDash`; without it, and where a value is missing, the command fails: `undefined`.
 */
export function parseOptions(
  args: readonly string[],
  specs: readonly OptionSpec[],
  rules: { readonly acceptDash?: boolean; readonly onlyAtStart?: boolean } = {},
): ParsedOptions | undefined {
  const values = new Map<string, string[]>();
  const positional: string[] = [];
  const add = (spec: OptionSpec, value: string) => {
    const key = spec.long ?? spec.short ?? '';
    values.set(key, [...(values.get(key) ?? []), value]);
  };
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const next = args[index + 1];
    if (!/^-./s.test(arg) || (rules.onlyAtStart === true && positional.length > 0)) {
      positional.push(arg);
    } else if (arg === '--') {
      positional.push(...args.slice(index + 1));
      break;
    } else if (arg.startsWith('--')) {
      const equals = arg.indexOf('=');
      const name = arg.slice(2, equals < 0 ? undefined : equals);
      const spec = specs.find((candidate) => candidate.long === name);
      if (spec === undefined) {
        if (rules.acceptDash !== true) return undefined;
        positional.push(arg);
      } else if (equals >= 0) {
        if (spec.value === 'none') return undefined;
        add(spec, arg.slice(equals + 1));
      } else if (spec.value !== 'none' && next !== undefined && !next.startsWith('-')) {
        add(spec, next);
        index += 1;
      } else if (spec.value === 'required') return undefined;
      else add(spec, '');
    } else {
      const short = [...arg.slice(1)].map((letter) =>
        specs.find((candidate) => candidate.short === letter),
      );
      if (short.includes(undefined)) {
        if (rules.acceptDash !== true) return undefined;
        positional.push(arg);
        continue;
      }
      for (const [place, spec] of short.entries()) {
        if (spec === undefined) continue;
        const last = place === short.length - 1;
        const takes =
          last &&
          next !== undefined &&
          (spec.value === 'required' || (spec.value === 'optional' && !/^-./s.test(next)));
        if (spec.value === 'required' && !takes) return undefined;
        add(spec, takes ? next : '');
        if (takes) index += 1;
      }
    }
  }
  return { values, positional };
}
