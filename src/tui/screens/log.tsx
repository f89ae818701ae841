import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { bodyRows, type View } from '../components/view.ts';
import type { ScreenOf } from '../model/screen.ts';
import { formatTime } from '../text/format.ts';

/** The newest lines at the bottom; scrolled back by the keys. */
export default function Log({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'log'>;
}) {
  const { log } = view.state;
  const rows = bodyRows(view);
  const end = Math.max(Math.min(rows, log.length), log.length - screen.fromEnd);
  const lines = log.slice(Math.max(0, end - rows), end);
  return (
    <Frame view={view} title={log.length === 0 ? 'log' : `log, line ${end} of ${log.length}`}>
      {log.length === 0 ? <Line>Nothing has happened yet.</Line> : null}
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <Line key={index}>{`${formatTime(line.time)} ${line.text}`}</Line>
      ))}
    </Frame>
  );
}
