import { say } from '../../core/languages/say.ts';
import { clampCursor } from '../../menu/model/cursor.ts';
import { offeredVariants } from '../../menu/model/offered.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import { distroTrustLines } from '../../menu/text/trust-text.ts';
import { hiddenText, variantText } from '../../menu/text/variant-text.ts';
import { wrapText } from '../../menu/text/wrap.ts';
import { cell } from '../components/columns.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { List } from '../components/list.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';

/** One distro: its variants to choose from, and who signs it. */
export default function Detail({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'detail'>;
}) {
  const { texts, setup } = view.state;
  const distro = setup.distros.find(({ id }) => id === screen.distroId);
  if (!distro) return <Frame view={view} title={texts.bar.unknownDistro} />;
  const width = bodyColumns(view);
  // Where the figures don't fit beside the names, those of the marked one stand below.
  const narrow = width < 60;
  const nameWidth = narrow ? width - 3 : 28;
  const variants = offeredVariants(distro, setup.host);
  const marked = variants[clampCursor(screen.cursor, variants.length)];
  const hidden = hiddenText(texts, { distro, host: setup.host });
  const rows = variants.map((variant) => ({
    key: variant.id,
    text: `${cell(say(texts, variant.name), nameWidth)} ${cell(variantText(texts, { variant, host: setup.host }), width - nameWidth - 3)}`,
  }));
  const about = say(texts, distro.description);
  const aboutHeight = wrapText(about, width).length + 1;
  const listHeight = Math.max(3, Math.min(rows.length, bodyRows(view) - aboutHeight - 5));
  return (
    <Frame view={view} title={distro.name}>
      <Paragraph view={view} text={about} />
      <Line />
      <List rows={rows} cursor={screen.cursor} height={listHeight} width={width} texts={texts} />
      {narrow && marked ? (
        <Paragraph
          view={view}
          text={variantText(texts, { variant: marked, host: setup.host })}
          indent={2}
        />
      ) : null}
      {hidden === '' ? <Line /> : <Line>{hidden}</Line>}
      {distroTrustLines(texts, distro).map((line, index) => (
        <Paragraph key={line} view={view} text={line} indent={index === 0 ? 0 : 2} />
      ))}
      <Line>{distro.homepage}</Line>
      {distro.notes === undefined ? null : (
        <Paragraph view={view} text={say(texts, distro.notes)} />
      )}
    </Frame>
  );
}
