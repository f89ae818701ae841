import type { Key } from '../keys/key.ts';

/** Rows that Page Up and Page Down move by: what even the smallest console shows. */
const pageRows = 8;

/** Keys that move a cursor in a list. */
export const listKeys = ['up', 'down', 'page-up', 'page-down', 'home', 'end'] as const;

/** A cursor within `length` rows after a key of `listKeys`; it does not wrap around. */
export function moveCursor(cursor: number, length: number, key: Key): number {
  return clampCursor(clampCursor(cursor, length) + distance(key, length), length);
}

/** A valid index of a list that may have become shorter; 0 for an empty one. */
export function clampCursor(cursor: number, length: number): number {
  return Math.max(0, Math.min(cursor, length - 1));
}

function distance(key: Key, length: number): number {
  switch (key.name) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    case 'page-up':
      return -pageRows;
    case 'page-down':
      return pageRows;
    case 'home':
      return -length;
    case 'end':
      return length;
    default:
      return 0;
  }
}
