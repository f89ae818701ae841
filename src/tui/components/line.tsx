import type { ReactNode } from 'react';
import { Words } from './words.tsx';

export type LineColor = 'green' | 'yellow' | 'red' | 'cyan';

/** One row of text behind the margin; too long a text is cut. Empty children: an empty row. */
export function Line({
  children,
  color,
  bold = false,
  inverse = false,
}: {
  readonly children?: ReactNode;
  readonly color?: LineColor | undefined;
  readonly bold?: boolean;
  readonly inverse?: boolean;
}) {
  return (
    <Words wrap="truncate" bold={bold} inverse={inverse} {...(color ? { color } : {})}>
      {' '}
      {children}
    </Words>
  );
}
