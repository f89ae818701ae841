import { printable } from '../core/printable.ts';

/** Every text within a value that JSON can hold, as one line that can be shown. */
export function printableAll<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_name, part: unknown) =>
    typeof part === 'string' ? printable(part) : part,
  );
}
