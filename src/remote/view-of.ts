import type { Texts } from '../core/languages/texts.ts';
import { commandsOf } from '../menu/bindings/commands-of.ts';
import { asksForUser } from '../menu/model/form.ts';
import { topOf } from '../menu/model/outcome.ts';
import type { Screen } from '../menu/model/screen.ts';
import type { TuiState } from '../menu/model/state.ts';
import { summaryText } from '../menu/text/network-text.ts';
import { pageOf } from '../menu/text/page-of.ts';
import {
  runHeading,
  runNotes,
  runTrustLines,
  stageLine,
  stageMark,
  stagesOf,
} from '../menu/text/run-text.ts';
import { servingLines } from '../menu/text/serving-text.ts';
import { statusText } from '../menu/text/status-text.ts';
import { stopText } from '../menu/text/stop-text.ts';
import { percentOf, transferText } from '../menu/text/transfer-text.ts';
import { commandLabel, rowCommands, submitLabel } from './labels.ts';
import { pageWords } from './page-words.ts';
import { printableAll } from './printable-all.ts';
import { rowsOf } from './rows-of.ts';
import type { Command, Field, Step, View } from './view.ts';

/** A text as a name that says nothing of it: keys are made of addresses, with passwords perhaps. */
export type Opaque = (text: string) => string;

/** The screen on top as the page shows it: the sentences of line mode, its choices, and its fields as a form. */
export function viewOf(state: TuiState, opaque: Opaque): View {
  const { texts } = state;
  const screen = topOf(state);
  const page = pageOf(state);
  const offered = commandsOf(state);
  const commands = offered.flatMap((command): readonly Command[] => {
    const label = commandLabel(texts, command);
    return label === undefined ? [] : [{ command, label }];
  });
  const ofRows = commands.filter(({ command }) => rowCommands.includes(command));
  const label = submitLabel(texts, screen.kind);
  const submit = offered.includes('submit') ? 'submit' : 'choose';
  return printableAll({
    kind: screen.kind,
    ...pageWords(state),
    screen: opaque(screenName(state)),
    title: page.title,
    status: statusText(state),
    network: summaryText(state),
    sentences: sentencesOf(state, screen, page.sentences),
    rows: rowsOf(state, page.choices, ofRows).map((row) => ({ ...row, key: opaque(row.key) })),
    ...(screen.kind === 'home' ? { search: screen.query } : {}),
    fields: fieldsOf(texts, screen, page.ask?.label ?? ''),
    ...(label !== undefined && offered.includes(submit)
      ? { submit: { label, command: submit } }
      : {}),
    commands: commands.filter(({ command }) => !rowCommands.includes(command)),
    canGoBack: state.screens.length > 1,
    steps: screen.kind === 'progress' ? stepsOf(state) : [],
    ...(screen.kind === 'progress' && state.boot?.transfer
      ? {
          transfer: {
            percent: percentOf(state.boot.transfer),
            text: transferText(texts, state.boot.transfer),
          },
        }
      : {}),
    hasReport: screen.kind === 'failure',
  });
}

/** A screen by its place and what it is about, not by what has been typed or marked there. */
function screenName(state: TuiState): string {
  const screen = topOf(state);
  return [state.screens.length, screen.kind, ...aboutOf(screen, state)].join(' ');
}

function aboutOf(screen: Screen, state: TuiState): readonly string[] {
  switch (screen.kind) {
    case 'detail':
      return [screen.distroId];
    case 'entries':
    case 'unverified':
      return [state.image?.query ?? '', state.image?.peek.source.version ?? ''];
    case 'cmdline':
      return [state.image?.query ?? '', screen.entryId];
    case 'inspecting':
      return [screen.query];
    case 'wifi':
    case 'address':
      return [screen.interfaceName];
    case 'join':
      return [screen.interfaceName, screen.network?.ssid ?? ''];
    case 'progress':
    case 'stop':
      return [String(state.boot?.task ?? 0)];
    case 'failure':
      return [screen.failure.code, screen.failure.stage];
    case 'leave':
      return [screen.how];
    default:
      return [];
  }
}

/** What the form, the steps and the buttons say already is left out. */
function sentencesOf(
  state: TuiState,
  screen: Screen,
  sentences: readonly string[],
): readonly string[] {
  const { texts } = state;
  switch (screen.kind) {
    case 'progress':
      return state.boot
        ? [
            runHeading(texts, state.boot),
            ...runTrustLines(texts, state.boot),
            ...(state.boot.serving ? servingLines(texts, state.boot.serving) : []),
            ...runNotes(texts, state.boot),
          ]
        : [];
    case 'cmdline':
      return [texts.cmdline.note];
    case 'home':
      return sentences.filter((text) => text !== texts.home.showAll);
    case 'stop':
      return [stopText(state)];
    case 'leave':
      return sentences.slice(0, 1);
    case 'help':
      return [texts.page.keysOnMachine];
    default:
      return sentences;
  }
}

function fieldsOf(texts: Texts, screen: Screen, label: string): readonly Field[] {
  switch (screen.kind) {
    case 'url':
      return [{ name: 'address', label, text: screen.field.text, hidden: false }];
    case 'cmdline':
      return [{ name: 'cmdline', label, text: screen.field.text, hidden: false }];
    case 'unverified':
      return [{ name: 'word', label, text: screen.field.text, hidden: false }];
    case 'join':
    case 'address':
      return screen.fields.map(({ name, field }) => ({
        name,
        label:
          name === 'passphrase' && asksForUser(screen) ? texts.page.password : texts.fields[name],
        text: name === 'passphrase' ? '' : field.text,
        hidden: name === 'passphrase',
      }));
    default:
      return [];
  }
}

const stepStates = { '[OK]': 'done', '[..]': 'now', '[--]': 'skipped', '[  ]': 'waiting' } as const;

function stepsOf({ texts, boot }: TuiState): readonly Step[] {
  if (!boot) return [];
  return stagesOf(boot).map((stage) => ({
    state: stepStates[stageMark(boot, stage)],
    text: stageLine(texts, boot, stage),
  }));
}
