import { statusText } from '../../menu/text/status-text.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import type { View } from '../components/view.ts';

/** Asks before a boot is given up. */
export default function Stop({ view }: { readonly view: View }) {
  return (
    <Frame view={view} title="stop this boot?">
      <Paragraph view={view} text={statusText(view.state)} />
      <Line />
      <Paragraph
        view={view}
        text="Press Enter to stop it. The next boot downloads from the start."
      />
      <Paragraph view={view} text="Press Esc to continue." />
    </Frame>
  );
}
