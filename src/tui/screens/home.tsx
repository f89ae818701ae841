import { Spacer } from 'ink';
import type { DistroSummary } from '../../boot/session/session.ts';
import { say } from '../../core/languages/say.ts';
import type { Texts } from '../../core/languages/texts.ts';
import { type HomeItem, homeItems, itemAt, itemKey } from '../../menu/model/home-items.ts';
import { isForHost, offeredVariants } from '../../menu/model/offered.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import type { Setup } from '../../menu/model/state.ts';
import { figuresText } from '../../menu/text/figures-text.ts';
import { aboutText, homeItemText, trustWord } from '../../menu/text/home-text.ts';
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
  const { texts, setup } = view.state;
  const { host, distros } = setup;
  return (
    <Frame view={view} title={texts.bar.home}>
      <Line>
        <Words bold>{texts.home.search}</Words>
        {screen.query}
        <Words inverse> </Words>
        {screen.query === '' ? `  ${texts.home.systems({ count: distros.length })}` : ''}
      </Line>
      <Line />
      {items.length === 0 ? (
        <Line>{texts.home.clearSearch}</Line>
      ) : (
        <List
          rows={items.map((item, index) => row(item, items[index - 1], { texts, width, host }))}
          cursor={screen.cursor}
          height={bodyRows(view) - 3}
          width={bodyColumns(view)}
          texts={texts}
        />
      )}
      <Spacer />
      <MarkedLine texts={texts} item={itemAt(items, screen.cursor)} host={host} />
    </Frame>
  );
}

function row(
  item: HomeItem,
  above: HomeItem | undefined,
  {
    texts,
    width,
    host,
  }: {
    readonly texts: Texts;
    readonly width: number;
    readonly host: Setup['host'];
  },
): ListRow {
  const key = itemKey(item);
  const apart = above !== undefined && groupOf(item) !== groupOf(above);
  if (item.kind !== 'distro') {
    const { name, note } = homeItemText(texts, item);
    const noteWidth = note === '' ? 0 : Math.min(note.length, Math.floor(width / 2));
    return { key, apart, text: `${cell(name, width - noteWidth)}${cell(note, noteWidth)}` };
  }
  const { distro } = item;
  const nameWidth = width < 60 ? width - 12 : 26;
  const name = cell(distro.name, nameWidth);
  const trust = cell(trustWord(texts, distro), 12);
  const figures = figuresText(texts, offeredVariants(distro, host));
  const restWidth = width - nameWidth - 12;
  const about = say(texts, distro.description);
  // As much of the description as there is room for; the marked one's stands whole below.
  const figuresWidth = restWidth < 60 ? restWidth : 28;
  const rest =
    figures === ''
      ? cell(about, restWidth)
      : cell(figures, figuresWidth) + cell(about, restWidth - figuresWidth);
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

/** Of the marked line: what it is, or why it cannot be verified or booted here. */
function MarkedLine({
  texts,
  item,
  host,
}: {
  readonly texts: Texts;
  readonly item: HomeItem | undefined;
  readonly host: Setup['host'];
}) {
  if (item?.kind !== 'distro') return <Line />;
  const { distro } = item;
  if (!distro.variants.some((variant) => isForHost(variant, host))) {
    return <Line color="yellow">{texts.home.notForMachine}</Line>;
  }
  const unverified = distro.trust === 'unverified';
  return (
    <Line color={unverified ? 'yellow' : undefined}>
      {unverified
        ? `${texts.home.unverified}: ${aboutText(texts, distro)}`
        : aboutText(texts, distro)}
    </Line>
  );
}

/** What is kept together: the person's own, the catalogue, the tools. */
function groupOf(item: HomeItem): 'own' | 'distros' | 'tools' {
  if (item.kind === 'tool') return 'tools';
  return item.kind === 'distro' ? 'distros' : 'own';
}
