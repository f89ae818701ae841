export interface Variable {
  readonly value: string;
  /** The value ends where a variable without a value stood: `findiso=${iso_path}`. */
  readonly unresolved: boolean;
}

/** GRUB's variables. An unset one and an empty one read alike, as in GRUB. */
export interface Environment {
  get(name: string): string;
  has(name: string): boolean;
  isUnresolved(name: string): boolean;
  set(name: string, value: string, options?: { unresolved?: boolean }): void;
  unset(name: string): void;
  /** A context of its own, as a submenu or `configfile` opens one: writes don't come back. */
  copy(): Environment;
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
      variables.set(name, { value, unresolved: options?.unresolved ?? value === '' });
    },
    unset(name) {
      variables.delete(name);
    },
    copy: () => createEnvironment(variables),
    list: () =>
      [...variables]
        .map(([name, { value }]) => [name, value] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    get size() {
      return variables.size;
    },
  };
}
