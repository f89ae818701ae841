import { clampCursor } from '../../menu/model/cursor.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import {
  firmwareLines,
  interfaceDetail,
  interfaceState,
  keepLines,
  noInterfacesText,
} from '../../menu/text/network-text.ts';
import { failureLine } from '../../menu/text/problem-text.ts';
import { cell } from '../components/columns.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { List } from '../components/list.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';

/** The interfaces of this machine and how each of them is. */
export default function Network({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'network'>;
}) {
  const { texts, network } = view.state;
  const interfaces = network?.interfaces ?? [];
  const width = bodyColumns(view);
  const marked = interfaces[clampCursor(screen.cursor, interfaces.length)];
  const notes = [
    ...firmwareLines(texts, network),
    ...(marked === undefined ? [] : keepLines(view.state, marked)),
  ];
  return (
    <Frame view={view} title={texts.bar.network}>
      <Line />
      {interfaces.length === 0 ? (
        <Paragraph view={view} text={noInterfacesText(texts, network)} />
      ) : (
        <List
          rows={interfaces.map((item) => ({
            key: item.name,
            text: `${cell(item.name, 12)} ${cell(texts.network.kinds[item.kind], 9)} ${cell(interfaceState(texts, item), width - 25)}`,
          }))}
          cursor={screen.cursor}
          height={Math.min(interfaces.length, Math.max(3, bodyRows(view) - 8))}
          width={width}
          texts={texts}
        />
      )}
      <Line />
      {marked
        ? interfaceDetail(texts, marked).map((text) => (
            <Paragraph key={text} view={view} text={text} />
          ))
        : null}
      {notes.map((text) => (
        <Paragraph key={text} view={view} text={text} />
      ))}
      {network?.failure ? (
        <Paragraph view={view} text={failureLine(texts, network.failure)} color="red" />
      ) : null}
    </Frame>
  );
}
