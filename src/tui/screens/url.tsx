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
  return (
    <Frame view={view} title="another image">
      <Paragraph
        view={view}
        text="Where is the ISO? An http:// or https:// address, or a file (/...)."
      />
      <Line />
      <Field label="Address:" field={screen.field} width={bodyColumns(view)} />
      <Line />
      <Paragraph
        view={view}
        text="An image that is not in the catalogue has no known signer. You are warned and asked before it boots."
      />
    </Frame>
  );
}
