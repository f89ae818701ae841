import { letterCommands } from '../../menu/bindings/letters.ts';
import type { TuiState } from '../../menu/model/state.ts';
import type { Page } from '../../menu/text/page.ts';
import { pageOf } from '../../menu/text/page-of.ts';
import { statusText } from '../../menu/text/status-text.ts';

/** What a state has to say that was not said of the one before. */
export interface News {
  readonly lines: readonly string[];
  readonly page: Page;
  /** All of a page, not what changed of it. */
  readonly isWhole: boolean;
  /** A question is asked that was not asked before; its label stands in no line. */
  readonly asksAnew: boolean;
}

export interface NewsReader {
  read(state: TuiState): News;
  /** The next page is said whole. */
  forget(): void;
}

/** The menu in sentences, for whoever cannot see that a screen has changed. */
export function createNewsReader(): NewsReader {
  let page: Page | undefined;
  let status = '';
  return {
    read(state) {
      const before = page;
      const next = pageOf(state);
      const nextStatus = statusText(state);
      const isNews = nextStatus !== '' && withoutDigits(nextStatus) !== withoutDigits(status);
      const isWhole = before?.title !== next.title;
      const lines = before === undefined || isWhole ? whole(next, state) : changes(before, next);
      page = next;
      status = nextStatus;
      return {
        lines: isNews ? [...lines, nextStatus] : lines,
        page: next,
        isWhole,
        asksAnew: before?.ask?.label !== next.ask?.label,
      };
    },
    forget() {
      page = undefined;
    },
  };
}

type Ask = NonNullable<Page['ask']>;

/** "Address (192.168.1.20/24)" */
export function question({ label, text, hidden }: Ask): string {
  return text === '' || hidden ? label : `${label} (${text})`;
}

function whole(page: Page, state: TuiState): readonly string[] {
  return ['', `${page.title}.`, ...page.sentences, ...numbered(page.choices), ...how(page, state)];
}

/** Only what is new on a page that is open already. */
function changes(before: Page, after: Page): readonly string[] {
  const sentences = after.sentences.filter((text) => !before.sentences.includes(text));
  const same = before.choices.join('\n') === after.choices.join('\n');
  return same ? sentences : [...sentences, ...numbered(after.choices)];
}

function numbered(choices: readonly string[]): readonly string[] {
  return choices.map((choice, index) => `${index + 1}. ${choice}`);
}

function how(page: Page, state: TuiState): readonly string[] {
  const { lines } = state.texts;
  if (page.ask) {
    const keep = page.ask.text === '' ? [] : [lines.keep];
    return [[lines.type, ...keep, lines.escape].join(' ')];
  }
  const letters = letterCommands(state).map(({ letter, help }) => `${letter}: ${help}.`);
  if (page.searches) return [...letters, lines.search];
  return [...letters, page.choices.length > 0 ? lines.number : lines.back];
}

function withoutDigits(text: string): string {
  return text.replace(/[\d.]+/g, '');
}
