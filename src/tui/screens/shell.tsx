import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import type { View } from '../components/view.ts';

/** Says what comes, before the menu leaves the console to the shell. */
export default function Shell({ view }: { readonly view: View }) {
  return (
    <Frame view={view} title="rescue shell">
      <Paragraph
        view={view}
        text="A root shell on this console, with busybox, webboot, ip and kexec."
      />
      <Line />
      <Paragraph view={view} text="Type exit to return to the menu." />
    </Frame>
  );
}
