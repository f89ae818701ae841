import type { ScreenOf } from '../../menu/model/screen.ts';
import { aboutSections } from '../../menu/text/about-text.ts';
import { wrapText } from '../../menu/text/wrap.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';

/** Versions, the image's manifest, the keys that are trusted. */
export default function About({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'about'>;
}) {
  const { texts, setup } = view.state;
  const width = bodyColumns(view);
  const lines = aboutSections(view.state).flatMap(({ title, lines: own }) => [
    title,
    ...own.flatMap((line) => wrapText(line, width - 2).map((part) => `  ${part}`)),
    '',
  ]);
  const start = Math.min(screen.offset, Math.max(0, lines.length - bodyRows(view)));
  return (
    <Frame view={view} title={texts.bar.about({ version: setup.version })}>
      {lines.slice(start).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <Line key={index} bold={line !== '' && !line.startsWith(' ')}>
          {line}
        </Line>
      ))}
    </Frame>
  );
}
