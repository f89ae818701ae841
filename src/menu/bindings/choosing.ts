import { parseLocation } from '../../core/image/image-location.ts';
import { editOf } from '../../core/plan/cmdline-edit.ts';
import type { Binding } from '../model/binding.ts';
import { clampCursor } from '../model/cursor.ts';
import type { InspectedImage } from '../model/inspected-image.ts';
import { offeredVariants } from '../model/offered.ts';
import type { Outcome } from '../model/outcome.ts';
import { closeTop, draftOf, openScreen, replaceTop, stay } from '../model/outcome.ts';
import type { TuiState } from '../model/state.ts';
import {
  boot,
  canHandOn,
  canKeep,
  canServe,
  choiceOf,
  cmdlineOf,
  handsOn,
  injectable,
  injects,
  inspect,
  verdictOf,
} from '../model/tasks.ts';
import { textField } from '../model/text-field.ts';
import { noAddressText } from '../text/address-text.ts';
import { editBinding } from './editing.ts';
import { markBinding } from './mark.ts';
import { acceptedBy, unverifiedWord } from './unverified-words.ts';

export const detailBindings: readonly Binding<'detail'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'inspectVariant',
    hint: 'choose',
    act: ({ state, screen }) => {
      const distro = state.setup.distros.find(({ id }) => id === screen.distroId);
      const variants = distro === undefined ? [] : offeredVariants(distro, state.setup.host);
      const variant = variants[clampCursor(screen.cursor, variants.length)];
      return inspect(state, variant?.id ?? screen.distroId);
    },
  },
  markBinding,
];

export const urlBindings: readonly Binding<'url'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'inspect',
    hint: 'inspect',
    act: ({ state, screen }) => {
      const query = screen.field.text.trim();
      const address = parseLocation(query);
      if (address.kind === 'location') return inspect(state, query);
      return stay({ ...state, notice: noAddressText(state.texts, address) });
    },
  },
  editBinding({ shown: 'Letters, arrows, Ctrl-U, Ctrl-W', help: 'editAddress' }),
];

export const entriesBindings: readonly Binding<'entries'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'boot',
    hint: 'boot',
    act: ({ state, screen }) => onEntry(state, screen.cursor, bootEntry),
  },
  {
    keys: [{ character: 'e' }],
    command: 'edit',
    shown: 'e',
    help: 'editEntry',
    hint: 'edit',
    act: ({ state, screen }) => onEntry(state, screen.cursor, editEntry),
  },
  {
    keys: [{ character: 'k' }],
    command: 'keep',
    shown: 'k',
    help: 'keep',
    hint: 'keep',
    when: canKeep,
    act: ({ state }) => keepOrNot(state),
  },
  {
    keys: [{ character: 's' }],
    command: 'serve',
    shown: 's',
    help: 'serve',
    hint: 'serve',
    when: canServe,
    act: ({ state }) => boot(state, { serve: true }),
  },
  {
    keys: [{ character: 'n' }],
    command: 'hand-on',
    shown: 'n',
    help: 'handOn',
    hint: 'handOn',
    when: canHandOn,
    act: ({ state }) => handOnOrNot(state),
  },
  {
    keys: [{ character: 'i' }],
    command: 'inject',
    shown: 'i',
    help: 'inject',
    hint: 'inject',
    when: (state) => injectable(state).length > 0,
    act: ({ state }) => injectOrNot(state),
  },
  markBinding,
];

export const cmdlineBindings: readonly Binding<'cmdline'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'useCmdline',
    hint: 'useIt',
    act: ({ state, screen }) => {
      const back = closeTop(state);
      const { image } = back;
      const entry = image?.peek.facts.entries.find(({ id }) => id === screen.entryId);
      if (!image || !entry) return stay(back);
      const edits = new Map(image.edits);
      const edit = editOf(entry.cmdline, screen.field.text);
      if (edit.length === 0) edits.delete(entry.id);
      else edits.set(entry.id, edit);
      return stay({ ...back, image: { ...image, edits } });
    },
  },
  {
    keys: ['ctrl-r'],
    command: 'restore',
    shown: 'Ctrl-R',
    help: 'restore',
    hint: 'restore',
    act: ({ state, screen }) => {
      const entry = state.image?.peek.facts.entries.find(({ id }) => id === screen.entryId);
      return stay(replaceTop(state, { ...screen, field: textField(entry?.cmdline ?? '') }));
    },
  },
  editBinding({ shown: 'Letters, arrows, Ctrl-U, Ctrl-W', help: 'editCmdline' }),
];

export const unverifiedBindings: readonly Binding<'unverified'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'bootUnverified',
    hint: 'bootUnverified',
    act: ({ state, screen }) => {
      const source = state.image?.peek.source;
      if (!source) return stay(closeTop(state));
      const accepted = acceptedBy(screen.field.text, screen.choice, source.id);
      if (accepted !== undefined) return boot(closeTop(state), accepted);
      const notice = state.texts.risk.typeWord({ word: unverifiedWord });
      return stay({ ...state, notice });
    },
  },
  editBinding({ shown: 'Letters', help: 'typeWord' }),
];

function keepOrNot(state: TuiState): Outcome {
  const { image } = state;
  if (!image) return stay(state);
  return stay({ ...state, image: { ...image, keep: image.keep !== true } });
}

function handOnOrNot(state: TuiState): Outcome {
  const { image } = state;
  if (!image) return stay(state);
  return stay({ ...state, image: { ...image, handOn: !handsOn(state) } });
}

function injectOrNot(state: TuiState): Outcome {
  const { image } = state;
  if (!image) return stay(state);
  return stay({ ...state, image: { ...image, inject: !injects(state) } });
}

type OnEntry = (state: TuiState, image: InspectedImage, index: number) => Outcome;

function onEntry(state: TuiState, cursor: number, act: OnEntry): Outcome {
  const { image } = state;
  if (!image || image.rows.length === 0) return stay(state);
  return act(state, image, clampCursor(cursor, image.rows.length));
}

const bootEntry: OnEntry = (state, image, index) => {
  const row = image.rows[index];
  if (!row) return stay(state);
  if (verdictOf(image, index) !== 'blocked')
    return boot(state, choiceOf(state, image, row.entry.id));
  const blocker = row.plan.problems.find(
    ({ severity, code }) => severity === 'blocker' && code !== 'unverified-image',
  );
  return stay(
    openScreen(state, {
      kind: 'failure',
      failure: {
        code: blocker?.code ?? 'no-entries',
        stage: 'peek',
        message: blocker?.text ?? state.texts.entries.cannot,
        subject: row.entry.title,
        ...(blocker ? { remedy: blocker.remedy } : {}),
      },
      retry: { op: 'inspect', query: image.query },
      offset: 0,
    }),
  );
};

const editEntry: OnEntry = (state, image, index) => {
  const entry = image.rows[index]?.entry;
  if (!entry) return stay(state);
  // With the line itself: a text that was left must not bring an earlier one's words along.
  const draft = `cmdline ${image.peek.source.id} ${entry.id} ${entry.cmdline}`;
  const text = draftOf(state, draft, cmdlineOf(image, entry));
  return stay(
    openScreen(state, { kind: 'cmdline', entryId: entry.id, field: textField(text), draft }),
  );
};
