import { languageCodes, languageOf } from '../../core/languages/languages.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { List } from '../components/list.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';

/** The languages of the menu, each by its own name. */
export default function Language({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'language'>;
}) {
  const { texts } = view.state;
  return (
    <Frame view={view} title={texts.bar.language}>
      <Line>{texts.language.note}</Line>
      <Line />
      <List
        rows={languageCodes.map((code) => ({ key: code, text: languageOf(code).name }))}
        cursor={screen.cursor}
        height={bodyRows(view) - 2}
        width={bodyColumns(view)}
        texts={texts}
      />
    </Frame>
  );
}
