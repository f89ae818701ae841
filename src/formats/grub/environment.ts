export interface Variable {
  readonly value: string;
  /** The value ends where a variable without a value stood: `findiso=${iso_path}`. */
  readonly unresolved: boolean;
  readonly exported: boolean;
}

/** GRUB's variables. An unset one and an empty one read alike, as in GRUB. */
export interface Environment {
  get(name: string): string;
  has(name: string): boolean;
  isUnresolved(name: string): boolean;
  set(name: string, value: string, options?: { unresolved?: boolean }): void;
  unset(name: string): void;
  /** Makes a variable visible in the contexts that submenus and `configfile` open. */
  export(name: string): void;
  /** A context whose writes don't come back, with all variables. */
  copy(): Environment;
  /** The same with the exported variables only. */
  copyExported(): Environment;
  /** Every variable with its value, in the order of the names. */
  list(): readonly (readonly [name: string, value: string])[];
  readonly size: number;
}

export function createEnvironment(initial?: ReadonlyMap<string, Variable>): Environment {
  const variables = new Map<string, Variable>(initial);
  return {
    get: (name) => variables.get(name)?.value ?? '',
    has: (name) => variables.has(name),
    isUnresolved: (name) => variables.get(name)?.unresolved ?? true,
    set(name, value, options) {
      const exported = variables.get(name)?.exported ?? false;
      const unresolved = options?.unresolved ?? value === '';
      variables.set(name, { value, unresolved, exported });
    },
    unset(name) {
      variables.delete(name);
    },
    export(name) {
      const { value, unresolved } = variables.get(name) ?? { value: '', unresolved: true };
      variables.set(name, { value, unresolved, exported: true });
    },
    copy: () => createEnvironment(variables),
    copyExported: () =>
      createEnvironment(new Map([...variables].filter(([, { exported }]) => exported))),
    list: () =>
      [...variables]
        .map(([name, { value }]) => [name, value] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    get size() {
      return variables.size;
    },
  };
}
