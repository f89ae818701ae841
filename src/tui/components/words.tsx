import { Text } from 'ink';
import { Children, type ComponentProps, type ReactNode } from 'react';
import { printable } from '../../core/printable.ts';

/**
 * Ink's Text for words that may come from anywhere: titles of images, names of networks, answers
 * of servers. Ink passes escape sequences and newlines in its text on to the terminal; here they
 * are shown as what they are. Nothing else in src/tui uses Ink's own.
 */
export function Words({ children, ...style }: ComponentProps<typeof Text>) {
  return <Text {...style}>{Children.map(children, shown)}</Text>;
}

function shown(child: ReactNode): ReactNode {
  return typeof child === 'string' ? printable(child) : child;
}
