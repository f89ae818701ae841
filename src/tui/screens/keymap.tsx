import type { ScreenOf } from '../../menu/model/screen.ts';
import { cell } from '../components/columns.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { List } from '../components/list.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';

/** The layout of the keyboard at the screen; a serial line brings its own. */
export default function Keymap({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'keymap'>;
}) {
  const width = bodyColumns(view);
  return (
    <Frame view={view} title="keyboard layout">
      <Line>For the keyboard at the screen. A serial terminal has its own.</Line>
      <Line />
      <List
        rows={view.state.setup.keymaps.map(({ name, title }) => ({
          key: name,
          text: `${cell(title, width - 16)} ${cell(name, 13)}`,
        }))}
        cursor={screen.cursor}
        height={bodyRows(view) - 2}
        width={width}
      />
    </Frame>
  );
}
