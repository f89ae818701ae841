/** Properties of a unit as `systemctl show` prints them, by name. */
export type UnitProperties = ReadonlyMap<string, string>;

/** A block of `Name=value` lines for each unit, with an empty line between them. */
export function parseUnitProperties(text: string): readonly UnitProperties[] {
  return text
    .split(/\n\n+/)
    .map(
      (block) =>
        new Map(
          block.split('\n').flatMap((line) => {
            const equals = line.indexOf('=');
            return equals < 1 ? [] : [[line.slice(0, equals), line.slice(equals + 1)] as const];
          }),
        ),
    )
    .filter((properties) => properties.size > 0);
}
