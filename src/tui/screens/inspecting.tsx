import { titleOf } from '../../menu/model/home-items.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import type { View } from '../components/view.ts';

/** Waiting for what the peek finds. */
export default function Inspecting({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'inspecting'>;
}) {
  const { texts } = view.state;
  return (
    <Frame view={view} title={texts.bar.inspecting}>
      <Paragraph view={view} text={titleOf(view.state, screen.query)} bold />
      <Line />
      <Paragraph view={view} text={texts.inspecting.shown} />
    </Frame>
  );
}
