import { statusText } from '../../menu/text/status-text.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import type { View } from '../components/view.ts';

/** Asks before a boot is given up. */
export default function Stop({ view }: { readonly view: View }) {
  const { texts, boot } = view.state;
  const serves = boot?.choice.serve === true;
  return (
    <Frame view={view} title={serves ? texts.serving.stopBar : texts.bar.stop}>
      <Paragraph view={view} text={statusText(view.state)} />
      <Line />
      <Paragraph view={view} text={serves ? texts.serving.enter : texts.stop.enter} />
      <Paragraph view={view} text={texts.stop.escape} />
    </Frame>
  );
}
