import type { ScreenOf } from '../../menu/model/screen.ts';
import { Field } from '../components/field.tsx';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import { bodyColumns, type View } from '../components/view.ts';

/** An image that is not in the catalogue. */
export default function Url({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'url'>;
}) {
  const { texts } = view.state;
  return (
    <Frame view={view} title={texts.bar.url}>
      <Paragraph view={view} text={texts.url.question} />
      <Line />
      <Field label={`${texts.url.label}:`} field={screen.field} width={bodyColumns(view)} />
      <Line />
      <Paragraph view={view} text={texts.url.warning} />
    </Frame>
  );
}
