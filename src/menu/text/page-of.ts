import { letterCommands } from '../bindings/letters.ts';
import { oneField } from '../bindings/set-field.ts';
import { unverifiedWord } from '../bindings/unverified-words.ts';
import { homeItems, titleOf } from '../model/home-items.ts';
import type { InspectedImage } from '../model/inspected-image.ts';
import { offeredVariants } from '../model/offered.ts';
import { topOf } from '../model/outcome.ts';
import type { ScreenOf } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { verdictOf } from '../model/tasks.ts';
import { aboutSections } from './about-text.ts';
import { verdictMark, verdictReason } from './entry-text.ts';
import { extrasLines } from './extras-text.ts';
import { failureParts, reportText } from './failure-text.ts';
import { formatTime } from './format.ts';
import { homeItemText } from './home-text.ts';
import { leaveText } from './leave-text.ts';
import { memoryText } from './memory-text.ts';
import { addressPage, joinPage, networkPage, wifiPage } from './network-pages.ts';
import { type Page, page } from './page.ts';
import { remoteLines } from './remote-text.ts';
import { riskLines } from './risk-text.ts';
import { runHeading, runTrustLines, stageText } from './run-text.ts';
import { transferText } from './transfer-text.ts';
import { distroTrustLines, expectationLines } from './trust-text.ts';
import { hiddenText, variantText } from './variant-text.ts';

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
      return wifiPage(state, screen);
    case 'join':
      return joinPage(screen);
    case 'address':
      return addressPage(screen);
    case 'keymap':
      return {
        ...page('Keyboard layout'),
        choices: state.setup.keymaps.map(({ name, title }) => `${title}, ${name}`),
      };
    case 'remote':
      return page('This menu on another screen', remoteLines(state.remote));
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
