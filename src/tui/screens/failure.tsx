import type { ScreenOf } from '../../menu/model/screen.ts';
import { failureParts } from '../../menu/text/failure-text.ts';
import { wrapText } from '../../menu/text/wrap.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';

/** What failed, why, what to try, and the last lines of the log. */
export default function Failure({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'failure'>;
}) {
  const { texts } = view.state;
  const { failure, offset } = screen;
  const parts = failureParts(texts, failure);
  const stack = failure.stack?.split('\n').slice(offset) ?? [];
  const { log } = view.state;
  const logRows = stack.length > 0 ? 0 : Math.max(0, bodyRows(view) - 14);
  const logEnd =
    logRows === 0
      ? []
      : log
          .slice(-logRows)
          .flatMap(({ text }) => wrapText(text, bodyColumns(view)))
          .slice(-logRows);
  return (
    <Frame view={view} title={texts.bar.failure}>
      {parts.map(({ label, text }) => (
        <Paragraph
          key={label}
          view={view}
          text={`${label}: ${text}`}
          bold={label === texts.failure.what}
        />
      ))}
      <Line />
      {stack.map((line) => (
        <Line key={line}>{line}</Line>
      ))}
      {logEnd.length > 0 ? <Line bold>{texts.failure.logEnds}</Line> : null}
      {logEnd.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <Line key={index}>{row}</Line>
      ))}
    </Frame>
  );
}
