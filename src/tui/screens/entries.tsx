import type { Texts } from '../../core/languages/texts.ts';
import { clampCursor } from '../../menu/model/cursor.ts';
import type { InspectedImage } from '../../menu/model/inspected-image.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import { cmdlineOf, verdictOf } from '../../menu/model/tasks.ts';
import { type Verdict, verdictMark, verdictReason } from '../../menu/text/entry-text.ts';
import { extrasLines } from '../../menu/text/extras-text.ts';
import { memoryText } from '../../menu/text/memory-text.ts';
import { problemText, remedyText } from '../../menu/text/problem-text.ts';
import { expectationLines } from '../../menu/text/trust-text.ts';
import { cell } from '../components/columns.ts';
import { Frame } from '../components/frame.tsx';
import { Line, type LineColor } from '../components/line.tsx';
import { List, type ListRow } from '../components/list.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';
import { Words } from '../components/words.tsx';

const verdictColor: Readonly<Record<Verdict, LineColor>> = {
  ok: 'green',
  warning: 'yellow',
  blocked: 'red',
};

/** The image's own boot menu, and whether each entry will work here. */
export default function Entries({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'entries'>;
}) {
  const { texts, image } = view.state;
  if (!image) return <Frame view={view} title={texts.bar.noImage} />;
  const { peek } = image;
  const width = bodyColumns(view);
  const marked = clampCursor(screen.cursor, image.rows.length);
  const row = image.rows[marked];
  const extras = extrasLines(view.state);
  return (
    <Frame view={view} title={peek.source.title}>
      <Line />
      <List
        rows={image.rows.map((_, index) => entryRow(texts, image, { index, width: width - 2 }))}
        cursor={marked}
        height={Math.max(4, bodyRows(view) - 8 - extras.length)}
        width={width}
        texts={texts}
      />
      <Line />
      {row ? (
        <Paragraph
          view={view}
          text={`${verdictMark[verdictOf(image, marked)].trim()} ${verdictReason(texts, row)}`}
          bold
        />
      ) : (
        <Paragraph view={view} text={noEntries(texts, image)} color="red" />
      )}
      <Paragraph view={view} text={memoryText(texts, peek)} />
      {expectationLines(texts, { expectation: peek.expectation, image: peek.facts.image }).map(
        (line) => (
          <Paragraph key={line} view={view} text={line} />
        ),
      )}
      {extras.map((line) => (
        <Paragraph key={line} view={view} text={line} />
      ))}
      {row ? <Line>{texts.entries.cmdline({ cmdline: cmdlineOf(image, row.entry) })}</Line> : null}
    </Frame>
  );
}

function entryRow(
  texts: Texts,
  image: InspectedImage,
  { index, width }: { readonly index: number; readonly width: number },
): ListRow {
  const row = image.rows[index];
  if (!row) return { key: String(index), text: '' };
  const verdict = verdictOf(image, index);
  const { title: name } = row.entry;
  const told = image.edits.has(row.entry.id) ? texts.entries.edited({ title: name }) : name;
  const rest = width - 5;
  const titleWidth = verdict === 'ok' || rest < 50 ? rest : Math.floor(rest / 2);
  const reason = verdict === 'ok' ? '' : verdictReason(texts, row);
  const title = cell(told, titleWidth - 1);
  const text = `${title} ${cell(reason, rest - titleWidth)}`;
  return {
    key: row.entry.id,
    text: `${verdictMark[verdict]} ${text}`,
    node: [
      <Words key="mark" color={verdictColor[verdict]}>
        {verdictMark[verdict]}
      </Words>,
      ` ${text}`,
    ],
  };
}

function noEntries(texts: Texts, { peek }: InspectedImage): string {
  const [problem] = peek.facts.problems;
  return problem
    ? `${problemText(texts, problem)} ${remedyText(texts, problem) ?? ''}`
    : texts.entries.none;
}
