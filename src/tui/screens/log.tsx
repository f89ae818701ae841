import type { ScreenOf } from '../../menu/model/screen.ts';
import { linesOnFirstPage, rowsUpTo } from '../../menu/text/log-rows.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';

/** The newest lines at the bottom; scrolled back by the keys. */
export default function Log({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'log'>;
}) {
  const { texts, log } = view.state;
  const size = { rows: bodyRows(view), columns: bodyColumns(view) };
  const end = Math.max(linesOnFirstPage(log, size), log.length - screen.fromEnd);
  const { bar } = texts;
  const title = log.length === 0 ? bar.log : bar.logAt({ line: end, lines: log.length });
  return (
    <Frame view={view} title={title}>
      {log.length === 0 ? <Line>{texts.log.empty}</Line> : null}
      {rowsUpTo(log, { ...size, end }).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <Line key={index}>{row}</Line>
      ))}
    </Frame>
  );
}
