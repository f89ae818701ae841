import { oneField } from '../../menu/bindings/set-field.ts';
import { unverifiedWord } from '../../menu/bindings/unverified-words.ts';
import { asksForUser, type Form } from '../../menu/model/form.ts';
import { homeItems, titleOf } from '../../menu/model/home-items.ts';
import type { InspectedImage } from '../../menu/model/inspected-image.ts';
import { offeredVariants } from '../../menu/model/offered.ts';
import { topOf } from '../../menu/model/outcome.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import type { TuiState } from '../../menu/model/state.ts';
import { verdictOf } from '../../menu/model/tasks.ts';
import { type WifiRow, wifiRows } from '../../menu/model/wifi-rows.ts';
import { aboutSections } from '../../menu/text/about-text.ts';
import { verdictMark, verdictReason } from '../../menu/text/entry-text.ts';
import { extrasLines } from '../../menu/text/extras-text.ts';
import { failureParts, reportText } from '../../menu/text/failure-text.ts';
import { fieldLabel } from '../../menu/text/field-label.ts';
import { formatTime } from '../../menu/text/format.ts';
import { homeItemText } from '../../menu/text/home-text.ts';
import { leaveText } from '../../menu/text/leave-text.ts';
import { memoryText } from '../../menu/text/memory-text.ts';
import {
  addressHelp,
  enterpriseHelp,
  firmwareLines,
  hiddenHelp,
  interfaceDetail,
  keepLines,
  networkText,
  noInterfacesText,
} from '../../menu/text/network-text.ts';
import { riskLines } from '../../menu/text/risk-text.ts';
import { runHeading, runTrustLines, stageText } from '../../menu/text/run-text.ts';
import { transferText } from '../../menu/text/transfer-text.ts';
import { distroTrustLines, expectationLines } from '../../menu/text/trust-text.ts';
import { hiddenText, variantText } from '../../menu/text/variant-text.ts';
import { letterCommands } from './letters.ts';

/** A screen as sentences and numbered choices, for speech and for terminals that only print. */
export interface Page {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly choices: readonly string[];
  /** The page asks for a line of text; the label says which. */
  readonly ask?: {
    /** The field that the line goes into, as the verb `set-field` calls it. */
    readonly name: string;
    readonly label: string;
    /** What stands there already. */
    readonly text: string;
    readonly hidden: boolean;
  };
  /** What is typed is searched for. */
  readonly searches?: boolean;
}

const logLines = 20;

export function pageOf(state: TuiState): Page {
  const screen = topOf(state);
  switch (screen.kind) {
    case 'home':
      return homePage(state, screen);
    case 'detail':
      return detailPage(state, screen);
    case 'url':
      return {
        ...page('Another image', [
          'Type the address of an ISO (http:// or https://), or the path of a file.',
        ]),
        ask: { name: oneField.url, label: 'Address', text: screen.field.text, hidden: false },
      };
    case 'inspecting':
      return page(`Inspecting ${titleOf(state, screen.query)}`, ['This takes a moment.']);
    case 'entries':
      return state.image ? entriesPage(state, state.image) : page('No image');
    case 'cmdline':
      return {
        ...page('Edit the command line', [
          'It applies to this boot only. Now it is:',
          screen.field.text,
        ]),
        ask: { name: oneField.cmdline, label: 'Command line', text: '', hidden: false },
      };
    case 'unverified':
      return {
        ...page('NOT VERIFIED', riskLines(state, screen)),
        ask: {
          name: oneField.unverified,
          label: `Type ${unverifiedWord} to boot it anyway`,
          text: '',
          hidden: false,
        },
      };
    case 'progress':
      return progressPage(state);
    case 'stop':
      return page('Stop this boot?', ['Press Enter to stop it, Esc to continue.']);
    case 'failure':
      return page(
        'Boot failed',
        failureParts(screen.failure).map(({ label, text }) => `${label}: ${text}`),
      );
    case 'report':
      return page('Report', reportText(screen.failure, state.setup.version, 1000).split('\n'));
    case 'log':
      return page(
        'Log',
        state.log.slice(-logLines).map(({ time, text }) => `${formatTime(time)} ${text}`),
      );
    case 'network':
      return networkPage(state);
    case 'wifi':
      return {
        ...page(`Wi-Fi on ${screen.interfaceName}`, failureOf(state)),
        choices: wifiRows(state.network, screen.interfaceName).map((item) =>
          [item.ssid, networkText(item), signalWords(item)].join(', '),
        ),
      };
    case 'join':
      return joinPage(screen);
    case 'address':
      return { ...page(`Settings of ${screen.interfaceName}`, addressHelp), ...ask(screen) };
    case 'keymap':
      return {
        ...page('Keyboard layout'),
        choices: state.setup.keymaps.map(({ name, title }) => `${title}, ${name}`),
      };
    case 'shell':
      return page('Rescue shell', [
        'Press Enter to open a root shell. Type exit to return to the menu.',
      ]);
    case 'leave':
      return page('Are you sure?', [
        leaveText(state, screen.how),
        'Press Enter to confirm, Esc to go back.',
      ]);
    case 'about':
      return page(
        `About webboot ${state.setup.version}`,
        aboutSections(state.setup).flatMap(({ title, lines }) => [`${title}:`, ...lines]),
      );
    case 'help':
      return page('Help', helpOf(state, screen));
  }
}

function page(title: string, sentences: readonly string[] = []): Page {
  return { title, sentences, choices: [] };
}

function homePage(state: TuiState, { query }: ScreenOf<'home'>): Page {
  const choices = homeItems(state).map((item) => {
    const { name, note } = homeItemText(item);
    return note === '' ? name : `${name}, ${note}`;
  });
  const title = query === '' ? 'Choose what to boot' : `Search for ${query}`;
  const none = choices.length === 0 ? ['Nothing matches.'] : [];
  const all = query === '' ? [] : ['b shows everything again.'];
  return { ...page(title, [...none, ...all]), choices, searches: true };
}

/** What can be typed; keys that move a mark mean nothing here. */
function helpOf(state: TuiState, { about }: ScreenOf<'help'>): readonly string[] {
  return [
    'Type a number to choose. Type b or press Esc to go back. End each line with Enter.',
    ...(about === 'home' ? ['Type part of a name to search, or type an address or a path.'] : []),
    'A letter runs its command; a number after it selects the choice: e 2.',
    ...letterCommands(state, about).map(({ letter, help }) => `${letter}: ${help}.`),
  ];
}

function detailPage(state: TuiState, { distroId }: ScreenOf<'detail'>): Page {
  const distro = state.setup.distros.find(({ id }) => id === distroId);
  if (!distro) return page('Not in the catalogue');
  const sentences = [
    distro.description,
    ...distroTrustLines(distro),
    hiddenText(distro, state.setup.host),
    distro.notes ?? '',
  ];
  return {
    ...page(
      distro.name,
      sentences.filter((text) => text !== ''),
    ),
    choices: offeredVariants(distro, state.setup.host).map(
      (variant) => `${variant.name}, ${variantText(variant, state.setup.host)}`,
    ),
  };
}

function entriesPage(state: TuiState, image: InspectedImage): Page {
  const { peek, rows } = image;
  const problems = rows.length === 0 ? peek.facts.problems.map(({ text }) => text) : [];
  return {
    ...page(peek.source.title, [
      memoryText(peek),
      ...expectationLines(peek.expectation, peek.facts.image),
      ...extrasLines(state),
      ...problems,
    ]),
    choices: rows.map((row, index) => {
      const mark = verdictMark[verdictOf(image, index)].trim();
      return `${mark} ${row.entry.title}: ${verdictReason(row)}`;
    }),
  };
}

function progressPage({ boot }: TuiState): Page {
  if (!boot) return page('Nothing is booting');
  return page(`Booting ${boot.title}`, [
    runHeading(boot),
    ...runTrustLines(boot),
    ...boot.notes,
    ...boot.done.map((stage) => `Done: ${stageText[stage]}.`),
    ...(boot.stage ? [`Now: ${stageText[boot.stage]}.`] : []),
    ...(boot.transfer ? [transferText(boot.transfer)] : []),
  ]);
}

function networkPage(state: TuiState): Page {
  const interfaces = state.network?.interfaces ?? [];
  return {
    ...page('Network', [
      ...(interfaces.length === 0 ? [noInterfacesText(state.network)] : []),
      ...firmwareLines(state.network),
      ...interfaces.flatMap((item) => keepLines(state.network, item)),
      ...failureOf(state),
    ]),
    choices: interfaces.map((item) => interfaceDetail(item).join(', ')),
  };
}

function joinPage(screen: ScreenOf<'join'>): Page {
  const { network } = screen;
  const help = [
    ...(network === undefined ? [hiddenHelp] : []),
    ...(asksForUser(screen) ? enterpriseHelp : []),
  ];
  const title = network ? `Join ${network.ssid}` : 'Join a hidden network';
  return { ...page(title, help), ...ask(screen) };
}

/** The field of a form that is being edited. */
function ask({ fields, cursor }: Form): Pick<Page, 'ask'> {
  const edited = fields[cursor];
  if (!edited) return {};
  const { name, field } = edited;
  return {
    ask: { name, label: fieldLabel[name], text: field.text, hidden: name === 'passphrase' },
  };
}

function signalWords({ signalPercent }: WifiRow): string {
  return signalPercent === undefined ? 'out of range' : `signal ${signalPercent} %`;
}

function failureOf({ network }: TuiState): readonly string[] {
  return network?.failure ? [network.failure.message] : [];
}
