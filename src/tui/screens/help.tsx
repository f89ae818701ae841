import { helpLines } from '../../menu/bindings/help-lines.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import { wrapText } from '../../menu/text/wrap.ts';
import { cell } from '../components/columns.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';

/** The keys of the screen below, from the table that handles them. */
export default function Help({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'help'>;
}) {
  const width = bodyColumns(view);
  const keys = helpLines(view.state, screen.about);
  const longest = Math.max(...keys.map(({ shown }) => shown.length));
  const keyWidth = Math.min(Math.max(32, longest + 1), Math.floor(width / 2));
  const lines = keys.flatMap(({ shown, help }) => {
    const [first = '', ...rest] = wrapText(help, width - keyWidth - 1);
    return [
      `${cell(shown, keyWidth)} ${first}`,
      ...rest.map((line) => `${' '.repeat(keyWidth + 1)}${line}`),
    ];
  });
  const start = Math.min(screen.offset, Math.max(0, lines.length - bodyRows(view)));
  return (
    <Frame view={view} title={view.state.texts.bar.help}>
      {lines.slice(start).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <Line key={index}>{line}</Line>
      ))}
    </Frame>
  );
}
