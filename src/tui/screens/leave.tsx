import type { ScreenOf } from '../../menu/model/screen.ts';
import { leaveText } from '../../menu/text/leave-text.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import type { View } from '../components/view.ts';

/** Asks before the menu ends. */
export default function Leave({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'leave'>;
}) {
  const { texts } = view.state;
  return (
    <Frame view={view} title={texts.bar.leave}>
      <Paragraph view={view} text={leaveText(view.state, screen.how)} />
      <Line />
      <Paragraph view={view} text={texts.leave.confirm} />
    </Frame>
  );
}
