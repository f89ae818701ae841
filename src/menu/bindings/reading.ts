import { languageCodes } from '../../core/languages/languages.ts';
import type { Binding } from '../model/binding.ts';
import { clampCursor, listKeys, moveCursor } from '../model/cursor.ts';
import { closeTop, replaceTop, stay } from '../model/outcome.ts';
import { aboutSections } from '../text/about-text.ts';
import { keymapText } from '../text/keymap-text.ts';
import { logLines } from '../text/log-text.ts';
import { markBinding } from './mark.ts';

export const logBindings: readonly Binding<'log'>[] = [
  {
    keys: listKeys,
    shown: 'Up, Down, PgUp, PgDn, Home, End',
    help: 'scrollLog',
    hint: 'scroll',
    act: ({ state, screen, key }) => {
      const last = Math.max(0, state.log.length - 1);
      const line = moveCursor(last - screen.fromEnd, state.log.length, key);
      return stay(replaceTop(state, { ...screen, fromEnd: last - line }));
    },
  },
  {
    keys: [{ character: 's' }],
    command: 'save',
    shown: 's',
    help: 'saveLog',
    hint: 'saveLog',
    when: (state) => state.setup.can.saveLog,
    act: ({ state }) =>
      stay(
        { ...state, notice: state.texts.log.saving },
        { op: 'save-log', lines: logLines(state) },
      ),
  },
];

export const aboutBindings: readonly Binding<'about'>[] = [
  {
    keys: listKeys,
    shown: 'Up, Down, PgUp, PgDn',
    help: 'scroll',
    hint: 'scroll',
    act: ({ state, screen, key }) => {
      const lines = aboutSections(state).reduce((sum, { lines: own }) => sum + own.length + 2, 0);
      return stay(replaceTop(state, { ...screen, offset: moveCursor(screen.offset, lines, key) }));
    },
  },
];

/** More lines than any screen's help has; the view stops at its real end. */
const longestHelp = 40;

export const helpBindings: readonly Binding<'help'>[] = [
  {
    keys: listKeys,
    shown: 'Up, Down, PgUp, PgDn',
    help: 'scroll',
    act: ({ state, screen, key }) => {
      const offset = moveCursor(screen.offset, longestHelp, key);
      return stay(replaceTop(state, { ...screen, offset }));
    },
  },
];

export const keymapBindings: readonly Binding<'keymap'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'useKeymap',
    hint: 'useIt',
    act: ({ state, screen }) => {
      const { keymaps } = state.setup;
      const keymap = keymaps[clampCursor(screen.cursor, keymaps.length)];
      if (!keymap) return stay(closeTop(state));
      const title = keymapText(state.texts, keymap);
      const notice = state.texts.keymap.chosen({ title });
      const localize = { ...state.localize, keymap: keymap.name };
      return stay(
        { ...closeTop(state), localize, notice },
        { op: 'load-keymap', name: keymap.name },
      );
    },
  },
  markBinding,
];

export const languageBindings: readonly Binding<'language'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'useLanguage',
    hint: 'useIt',
    act: ({ state, screen }) => {
      const code = languageCodes[clampCursor(screen.cursor, languageCodes.length)];
      return code === undefined ? stay(state) : stay(state, { op: 'load-language', code });
    },
  },
  markBinding,
];

export const shellBindings: readonly Binding<'shell'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'openShell',
    hint: 'openShell',
    act: ({ state, console }) => stay(state, { op: 'shell', console }),
  },
];

export const leaveBindings: readonly Binding<'leave'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'confirm',
    hint: 'yes',
    act: ({ state, screen }) => stay(state, { op: 'leave', how: screen.how }),
  },
];
