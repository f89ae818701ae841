import { FormatError } from '../../errors.ts';

export type Spend = (bytes: number, offset: number) => void;

/** Counts bytes of directories and continuation areas; throws FormatError once they exceed `limit`. */
export function budget(limit: number): Spend {
  let left = limit;
  return (bytes, offset) => {
    left -= bytes;
    if (left < 0) throw new FormatError('iso9660', offset, `over ${limit} bytes of directories`);
  };
}
