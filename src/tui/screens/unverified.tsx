import { unverifiedWord } from '../../menu/bindings/unverified-words.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import { riskLines } from '../../menu/text/risk-text.ts';
import { Field } from '../components/field.tsx';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import { bodyColumns, type View } from '../components/view.ts';

/** Names the risk of an image that nothing vouches for, and asks for a word. */
export default function Unverified({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'unverified'>;
}) {
  const { texts } = view.state;
  return (
    <Frame view={view} title={texts.titles.unverified}>
      {riskLines(view.state, screen).map((text) => (
        <Paragraph key={text} view={view} text={text} />
      ))}
      <Line />
      <Field
        label={`${texts.risk.label({ word: unverifiedWord })}:`}
        field={screen.field}
        width={bodyColumns(view)}
      />
    </Frame>
  );
}
