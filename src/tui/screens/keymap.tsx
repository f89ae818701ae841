import type { ScreenOf } from '../../menu/model/screen.ts';
import { keymapText } from '../../menu/text/keymap-text.ts';
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
  const { texts, setup } = view.state;
  const width = bodyColumns(view);
  return (
    <Frame view={view} title={texts.bar.keymap}>
      <Line>{texts.keymap.note}</Line>
      <Line />
      <List
        rows={setup.keymaps.map((keymap) => ({
          key: keymap.name,
          text: `${cell(keymapText(texts, keymap), width - 16)} ${cell(keymap.name, 13)}`,
        }))}
        cursor={screen.cursor}
        height={bodyRows(view) - 2}
        width={width}
        texts={texts}
      />
    </Frame>
  );
}
