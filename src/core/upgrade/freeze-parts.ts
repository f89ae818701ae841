/**
 * Moments of a freeze, in milliseconds since 1970: `locked`, `dumped`, `left` (the checkpoints are on
 * the disk) by the old kernel; `kernel` (its start), `early`, `restore`, `restored`, `freed` by the next.
 */
export type FreezeMarks = Readonly<Record<string, number>>;

const parts = [
  ['dump', 'locked', 'dumped'],
  ['save', 'dumped', 'left'],
  ['shutdown', 'left', 'kernel'],
  ['kernel and initrd', 'kernel', 'early'],
  ['file systems', 'early', 'restore'],
  ['restore', 'restore', 'restored'],
  ['release', 'restored', 'freed'],
] as const;

interface FreezePart {
  readonly part: string;
  /** Its begin, in milliseconds since 1970. */
  readonly from: number;
  readonly ms: number;
}

/** Where the time of a freeze went; a part whose ends are not both known is left out. */
export function freezeParts(marks: FreezeMarks): readonly FreezePart[] {
  return parts.flatMap(([part, begin, end]) => {
    const [from, to] = [marks[begin], marks[end]];
    // The clock of the next kernel comes from a battery, in whole seconds.
    return from === undefined || to === undefined
      ? []
      : [{ part, from, ms: Math.max(0, to - from) }];
  });
}

const row = /^([a-z]{1,20}) (\d{1,15}) (\d{1,9}\.\d\d)$/;

/** What the next boot wrote down: a name, milliseconds since 1970, seconds since its kernel began. */
export function parseMarks(text: string): FreezeMarks {
  const rows = text.split('\n').flatMap((line) => {
    const [, name, at, uptime] = row.exec(line) ?? [];
    return name === undefined ? [] : [{ name, at: Number(at), uptime: Number(uptime) * 1000 }];
  });
  const [first] = rows;
  return {
    ...Object.fromEntries(rows.map(({ name, at }) => [name, at])),
    ...(first === undefined ? {} : { kernel: Math.round(first.at - first.uptime) }),
  };
}
