import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import type { View } from '../components/view.ts';

/** Says what comes, before the menu leaves the console to the shell. */
export default function Shell({ view }: { readonly view: View }) {
  const { texts } = view.state;
  return (
    <Frame view={view} title={texts.bar.shell}>
      <Paragraph view={view} text={texts.shell.what} />
      <Line />
      <Paragraph view={view} text={texts.shell.exit} />
    </Frame>
  );
}
