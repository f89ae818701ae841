import type { Texts } from '../../core/languages/texts.ts';
import type { Stage } from '../../core/plan/stage.ts';
import type { BootRun, TransferState } from '../../menu/model/state.ts';
import {
  runHeading,
  runNotes,
  runTrustLines,
  stageLine,
  stageMark,
  stagesOf,
} from '../../menu/text/run-text.ts';
import { servingLines } from '../../menu/text/serving-text.ts';
import { percentOf, transferText } from '../../menu/text/transfer-text.ts';
import { wrapText } from '../../menu/text/wrap.ts';
import { Frame } from '../components/frame.tsx';
import { Line, type LineColor } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';

/** A boot under way: stages, transfer, who signed, what was noted. */
export default function Progress({ view }: { readonly view: View }) {
  const { texts, boot } = view.state;
  if (!boot) return <Frame view={view} title={texts.bar.idle} />;
  const { title, choice } = boot;
  const stages = stagesOf(boot);
  const serving = boot.serving ? servingLines(texts, boot.serving) : [];
  const used = stages.length + serving.length + 8;
  const noteRows = runNotes(texts, boot)
    .flatMap((note) => wrapText(`- ${note}`, bodyColumns(view)))
    .slice(-Math.max(1, bodyRows(view) - used));
  const bars = choice.serve === true ? texts.serving.bar : texts.bar.progress;
  return (
    <Frame view={view} title={bars({ title })}>
      <Paragraph view={view} text={runHeading(texts, boot)} bold />
      <Line />
      {stages.map((stage) => (
        <StageLine key={stage} texts={texts} run={boot} stage={stage} />
      ))}
      <Line>{boot.transfer ? bar(boot.transfer, bodyColumns(view)) : ''}</Line>
      <Line>{boot.transfer ? transferText(texts, boot.transfer) : ''}</Line>
      {runTrustLines(texts, boot).map((text) => (
        <Paragraph key={text} view={view} text={text} />
      ))}
      {serving.map((text) => (
        <Paragraph key={text} view={view} text={text} />
      ))}
      {noteRows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <Line key={index}>{row}</Line>
      ))}
    </Frame>
  );
}

function StageLine({
  texts,
  run,
  stage,
}: {
  readonly texts: Texts;
  readonly run: BootRun;
  readonly stage: Stage;
}) {
  const mark = stageMark(run, stage);
  const colors: Readonly<Record<string, LineColor>> = { '[OK]': 'green', '[..]': 'cyan' };
  return (
    <Line color={colors[mark]} bold={mark === '[..]'}>
      {`${mark} ${stageLine(texts, run, stage)}`}
    </Line>
  );
}

function bar(transfer: TransferState, columns: number): string {
  const width = Math.max(10, Math.min(60, columns - 4));
  const full = Math.floor((percentOf(transfer) / 100) * width);
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}]`;
}
