import type { ScreenOf } from '../../menu/model/screen.ts';
import { Field } from '../components/field.tsx';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import { bodyColumns, type View } from '../components/view.ts';

/** The kernel command line of one entry, for this boot only. */
export default function Cmdline({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'cmdline'>;
}) {
  const entry = view.state.image?.peek.facts.entries.find(({ id }) => id === screen.entryId);
  const { texts } = view.state;
  return (
    <Frame view={view} title={texts.bar.cmdline}>
      <Paragraph view={view} text={entry?.title ?? ''} bold />
      <Line />
      <Field label="linux" field={screen.field} width={bodyColumns(view)} />
      <Line />
      <Paragraph view={view} text={screen.field.text} />
      <Line />
      <Paragraph view={view} text={texts.cmdline.note} />
    </Frame>
  );
}
