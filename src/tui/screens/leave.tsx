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
  return (
    <Frame view={view} title="are you sure?">
      <Paragraph view={view} text={leaveText(view.state, screen.how)} />
      <Line />
      <Paragraph view={view} text="Press Enter to confirm, Esc to go back." />
    </Frame>
  );
}
