import { say } from '../core/languages/say.ts';
import { homeItems, itemKey } from '../menu/model/home-items.ts';
import { offeredVariants } from '../menu/model/offered.ts';
import { topOf } from '../menu/model/outcome.ts';
import type { Screen } from '../menu/model/screen.ts';
import type { TuiState } from '../menu/model/state.ts';
import { verdictOf } from '../menu/model/tasks.ts';
import { wifiRows } from '../menu/model/wifi-rows.ts';
import { verdictReason } from '../menu/text/entry-text.ts';
import { homeItemText } from '../menu/text/home-text.ts';
import { variantText } from '../menu/text/variant-text.ts';
import { consoleTools } from './labels.ts';
import type { Command, Row } from './view.ts';

type Told = Pick<Row, 'key' | 'name' | 'note' | 'verdict'>;

/** The rows of a list. `choices` are those of line mode, for lists that have nothing more to say. */
export function rowsOf(
  state: TuiState,
  choices: readonly string[],
  commands: readonly Command[],
): readonly Row[] {
  const screen = topOf(state);
  const cursor = 'cursor' in screen && !('fields' in screen) ? screen.cursor : -1;
  return toldRows(state, screen, choices).flatMap((told, row) =>
    told === undefined ? [] : [{ ...told, row, marked: row === cursor, commands }],
  );
}

/** Undefined for what only a console of the machine can do. */
function toldRows(
  state: TuiState,
  screen: Screen,
  choices: readonly string[],
): readonly (Told | undefined)[] {
  switch (screen.kind) {
    case 'home':
      return homeItems(state).map((item) =>
        item.kind === 'tool' && consoleTools.includes(item.tool)
          ? undefined
          : { key: itemKey(item), ...homeItemText(state.texts, item) },
      );
    case 'detail': {
      const { host, distros } = state.setup;
      const distro = distros.find(({ id }) => id === screen.distroId);
      return (distro === undefined ? [] : offeredVariants(distro, host)).map((variant) => ({
        key: variant.id,
        name: say(state.texts, variant.name),
        note: variantText(state.texts, { variant, host }),
      }));
    }
    case 'entries': {
      const { texts, image } = state;
      if (image === undefined) return [];
      return image.rows.map((row, index) => ({
        key: row.entry.id,
        name: image.edits.has(row.entry.id)
          ? texts.entries.edited({ title: row.entry.title })
          : row.entry.title,
        note: verdictReason(texts, row),
        verdict: verdictOf(image, index),
      }));
    }
    case 'network':
      return (state.network?.interfaces ?? []).map(({ name }, index) => ({
        key: name,
        name: choices[index] ?? name,
        note: '',
      }));
    case 'wifi':
      return wifiRows(state.network, screen.interfaceName).map(({ ssid, security }, index) => ({
        key: `${security} ${ssid}`,
        name: choices[index] ?? ssid,
        note: '',
      }));
    default:
      return choices.map((name) => ({ key: name, name, note: '' }));
  }
}
