import { Box } from 'ink';
import type { ReactNode } from 'react';
import { helpLines } from '../../menu/bindings/help-lines.ts';
import type { HintName } from '../../menu/model/binding.ts';
import { topOf } from '../../menu/model/outcome.ts';
import { summaryText } from '../../menu/text/network-text.ts';
import { Line } from './line.tsx';
import { bodyRows, statusRows, type View } from './view.ts';
import { Words } from './words.tsx';

/** The title bar, a screen's body, the line of what goes on, and the line of keys. */
export function Frame({
  view,
  title,
  children,
}: {
  readonly view: View;
  readonly title: string;
  readonly children?: ReactNode;
}) {
  const { size } = view;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      {/* Not bold: a VGA has grey letters on grey then. */}
      <Words inverse wrap="truncate">
        {titleBar(view, title)}
      </Words>
      <Box flexDirection="column" height={bodyRows(view)} overflow="hidden">
        {/* Too much text is cut at the bottom; without this box the rows would share the room. */}
        <Box flexDirection="column" flexShrink={0}>
          {children}
        </Box>
      </Box>
      {statusRows(view).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <Line key={index} color="yellow" bold>
          {row}
        </Line>
      ))}
      <Line color="cyan">{keysLine(view)}</Line>
    </Box>
  );
}

function titleBar({ state, size }: View, title: string): string {
  const left = ` webboot: ${title}`;
  const right = `${summaryText(state)} `;
  const gap = size.columns - left.length - right.length;
  return gap < 2 ? left.padEnd(size.columns) : left + ' '.repeat(gap) + right;
}

const lastHints: readonly HintName[] = ['clear', 'back', 'keys', 'f1Keys'];

/** As many hints as fit, whole ones only; help and the way back always. */
function keysLine({ state, size }: View): string {
  const hints = helpLines(state, topOf(state).kind).flatMap(({ hint }) => hint ?? []);
  const isLast = ({ name }: { readonly name: HintName }) => lastHints.includes(name);
  const textsOf = (some: typeof hints) => some.map(({ text }) => text);
  const last = textsOf(hints.filter(isLast));
  const first = textsOf(hints.filter((hint) => !isLast(hint)));
  const room = size.columns - 3 - last.join('   ').length;
  const fitting = first.filter(
    (_, index) => first.slice(0, index + 1).join('   ').length + 3 <= room,
  );
  return [...fitting, ...last].join('   ');
}
