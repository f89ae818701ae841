type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/**
 * The properties that have a value. An optional property is absent or has a value, never
 * `undefined` (exactOptionalPropertyTypes); `...defined({ signal })` passes on what may be absent.
 */
export function defined<T extends object>(properties: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}
