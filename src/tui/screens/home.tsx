import type { DistroSummary } from '../../boot/session/session.ts';
import { type HomeItem, homeItems, itemKey } from '../../menu/model/home-items.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import { homeItemText, trustWord } from '../../menu/text/home-text.ts';
import { cell } from '../components/columns.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { List, type ListRow } from '../components/list.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';
import { Words } from '../components/words.tsx';

/** Search as you type over everything that can be booted; the tools below. */
export default function Home({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'home'>;
}) {
  const items = homeItems(view.state);
  const width = bodyColumns(view) - 2;
  return (
    <Frame view={view} title="choose what to boot">
      <Line>
        <Words bold>{'Search: '}</Words>
        {screen.query}
        <Words inverse> </Words>
        {screen.query === '' ? `  ${view.state.setup.distros.length} systems` : ''}
      </Line>
      <Line />
      {items.length === 0 ? (
        <Line>Nothing matches. Esc clears the search field.</Line>
      ) : (
        <List
          rows={items.map((item, index) => row(item, items[index - 1], width))}
          cursor={screen.cursor}
          height={bodyRows(view) - 2}
          width={bodyColumns(view)}
        />
      )}
    </Frame>
  );
}

function row(item: HomeItem, above: HomeItem | undefined, width: number): ListRow {
  const key = itemKey(item);
  const apart = above !== undefined && groupOf(item) !== groupOf(above);
  if (item.kind !== 'distro') {
    const { name, note } = homeItemText(item);
    const noteWidth = note === '' ? 0 : Math.min(note.length, Math.floor(width / 2));
    return { key, apart, text: `${cell(name, width - noteWidth)}${cell(note, noteWidth)}` };
  }
  const { distro } = item;
  const nameWidth = width < 60 ? width - 12 : 26;
  const name = cell(distro.name, nameWidth);
  const trust = cell(trustWord(distro), 12);
  const rest = cell(distro.description, width - nameWidth - 12);
  return {
    key,
    apart,
    text: name + trust + rest,
    node: [name, <TrustWord key="trust" distro={distro} text={trust} />, rest],
  };
}

function TrustWord({ distro, text }: { readonly distro: DistroSummary; readonly text: string }) {
  return <Words color={distro.trust === 'unverified' ? 'yellow' : 'green'}>{text}</Words>;
}

/** What is kept together: the person's own, the catalogue, the tools. */
function groupOf(item: HomeItem): 'own' | 'distros' | 'tools' {
  if (item.kind === 'tool') return 'tools';
  return item.kind === 'distro' ? 'distros' : 'own';
}
