import { languageCodes, languageOf } from '../../core/languages/languages.ts';
import { say } from '../../core/languages/say.ts';
import { letterCommands } from '../bindings/letters.ts';
import { oneField } from '../bindings/set-field.ts';
import { unverifiedWord } from '../bindings/unverified-words.ts';
import { homeItems, titleOf } from '../model/home-items.ts';
import type { InspectedImage } from '../model/inspected-image.ts';
import { spokenIndex } from '../model/inspection-results.ts';
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
import { keymapText } from './keymap-text.ts';
import { leaveText } from './leave-text.ts';
import { memoryText } from './memory-text.ts';
import { addressPage, joinPage, networkPage, wifiPage } from './network-pages.ts';
import { type Page, page } from './page.ts';
import { problemText } from './problem-text.ts';
import { remoteLines } from './remote-text.ts';
import { riskLines } from './risk-text.ts';
import { runHeading, runNotes, runTitle, runTrustLines } from './run-text.ts';
import { servingLines } from './serving-text.ts';
import { stopTitle } from './stop-text.ts';
import { transferText } from './transfer-text.ts';
import { distroTrustLines, expectationLines } from './trust-text.ts';
import { hiddenText, variantText } from './variant-text.ts';

const logLines = 20;

export function pageOf(state: TuiState): Page {
  const screen = topOf(state);
  const { texts } = state;
  const { titles } = texts;
  switch (screen.kind) {
    case 'home':
      return homePage(state, screen);
    case 'detail':
      return detailPage(state, screen);
    case 'url':
      return {
        ...page(titles.url, [texts.url.spoken]),
        ask: { name: oneField.url, label: texts.url.label, text: screen.field.text, hidden: false },
      };
    case 'inspecting':
      return page(titles.inspecting({ title: titleOf(state, screen.query) }), [
        texts.inspecting.spoken,
      ]);
    case 'entries':
      return state.image ? entriesPage(state, state.image) : page(titles.noImage);
    case 'cmdline':
      return {
        ...page(titles.cmdline, [texts.cmdline.spoken, screen.field.text]),
        ask: { name: oneField.cmdline, label: texts.cmdline.label, text: '', hidden: false },
      };
    case 'unverified':
      return {
        ...page(titles.unverified, riskLines(state, screen)),
        ask: {
          name: oneField.unverified,
          label: texts.risk.label({ word: unverifiedWord }),
          text: '',
          hidden: false,
        },
      };
    case 'progress':
      return progressPage(state);
    case 'stop':
      return page(stopTitle(state), [texts.stop.spoken]);
    case 'failure':
      return page(
        titles.failure,
        failureParts(texts, screen.failure).map(({ label, text }) => `${label}: ${text}`),
      );
    case 'report':
      return page(titles.report, reportText(screen.failure, state.setup.version, 1000).split('\n'));
    case 'log':
      return page(
        titles.log,
        state.log.slice(-logLines).map(({ time, text }) => `${formatTime(time)} ${text}`),
      );
    case 'network':
      return networkPage(state);
    case 'wifi':
      return wifiPage(state, screen);
    case 'join':
      return joinPage(state, screen);
    case 'address':
      return addressPage(state, screen);
    case 'keymap':
      return {
        ...page(titles.keymap),
        choices: state.setup.keymaps.map(
          (keymap) => `${keymapText(texts, keymap)}, ${keymap.name}`,
        ),
      };
    case 'language':
      return {
        ...page(titles.language, [texts.language.note]),
        choices: languageCodes.map((code) => languageOf(code).name),
      };
    case 'remote':
      return page(titles.remote, remoteLines(state));
    case 'shell':
      return page(titles.shell, [texts.shell.spoken]);
    case 'leave':
      return page(titles.leave, [leaveText(state, screen.how), texts.leave.confirm]);
    case 'about':
      return page(
        titles.about({ version: state.setup.version }),
        aboutSections(state).flatMap(({ title, lines }) => [`${title}:`, ...lines]),
      );
    case 'help':
      return page(titles.help, helpOf(state, screen));
  }
}

function homePage(state: TuiState, { query }: ScreenOf<'home'>): Page {
  const { texts } = state;
  const choices = homeItems(state).map((item) => {
    const { name, note } = homeItemText(texts, item);
    return note === '' ? name : `${name}, ${note}`;
  });
  const title = query === '' ? texts.titles.home : texts.titles.search({ query });
  const none = choices.length === 0 ? [texts.home.nothing] : [];
  const all = query === '' ? [] : [texts.home.showAll];
  return { ...page(title, [...none, ...all]), choices, searches: true };
}

/** What can be typed; keys that move a mark mean nothing here. */
function helpOf(state: TuiState, { about }: ScreenOf<'help'>): readonly string[] {
  const { lines } = state.texts;
  return [
    lines.help,
    ...(about === 'home' ? [lines.searchHelp] : []),
    lines.letters,
    ...letterCommands(state, about).map(({ letter, help }) => `${letter}: ${help}.`),
  ];
}

function detailPage(state: TuiState, { distroId }: ScreenOf<'detail'>): Page {
  const { texts, setup } = state;
  const distro = setup.distros.find(({ id }) => id === distroId);
  if (!distro) return page(texts.titles.unknownDistro);
  const sentences = [
    say(texts, distro.description),
    ...distroTrustLines(texts, distro),
    hiddenText(texts, { distro, host: setup.host }),
    say(texts, distro.notes ?? ''),
  ];
  return {
    ...page(
      distro.name,
      sentences.filter((text) => text !== ''),
    ),
    choices: offeredVariants(distro, setup.host).map(
      (variant) =>
        `${say(texts, variant.name)}, ${variantText(texts, { variant, host: setup.host })}`,
    ),
  };
}

function entriesPage(state: TuiState, image: InspectedImage): Page {
  const { texts } = state;
  const { peek, rows } = image;
  const problems =
    rows.length === 0 ? peek.facts.problems.map((problem) => problemText(texts, problem)) : [];
  return {
    ...page(peek.source.title, [
      memoryText(texts, peek),
      ...expectationLines(texts, { expectation: peek.expectation, image: peek.facts.image }),
      ...extrasLines(state),
      ...spokenEntry(state, image),
      ...problems,
    ]),
    choices: rows.map((row, index) => {
      const mark = verdictMark[verdictOf(image, index)].trim();
      return `${mark} ${row.entry.title}: ${verdictReason(texts, row)}`;
    }),
  };
}

/** Whoever cannot see a mark has to be told which entry it is on. */
function spokenEntry(state: TuiState, image: InspectedImage): readonly string[] {
  const index = spokenIndex(state, image);
  const row = image.rows[index];
  if (row === undefined) return [];
  return [state.texts.speech.entry({ number: index + 1, title: row.entry.title })];
}

function progressPage({ texts, boot }: TuiState): Page {
  const { titles, progress, stages } = texts;
  if (!boot) return page(titles.idle);
  return page(runTitle(texts, boot), [
    runHeading(texts, boot),
    ...runTrustLines(texts, boot),
    ...runNotes(texts, boot),
    ...boot.done.map((stage) => progress.done({ stage: stages[stage] })),
    ...(boot.stage ? [progress.now({ stage: stages[boot.stage] })] : []),
    ...(boot.transfer ? [transferText(texts, boot.transfer)] : []),
    ...(boot.serving ? servingLines(texts, boot.serving) : []),
  ]);
}
