import { Text } from 'ink';
import type { ReactNode } from 'react';

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
    <Text wrap="truncate" bold={bold} inverse={inverse} {...(color ? { color } : {})}>
      {' '}
      {children}
    </Text>
  );
}
