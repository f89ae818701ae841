import { parseLocation } from '../../core/image/image-location.ts';
import { languageCodes } from '../../core/languages/languages.ts';
import type { Binding, Press } from '../model/binding.ts';
import { failureScreen } from '../model/boot-results.ts';
import { clampCursor } from '../model/cursor.ts';
import type { HomeItem, Tool } from '../model/home-items.ts';
import { homeItems, itemAt } from '../model/home-items.ts';
import type { Outcome } from '../model/outcome.ts';
import { draftOf, openScreen, replaceTop, stay } from '../model/outcome.ts';
import type { Screen } from '../model/screen.ts';
import { setSpeech } from '../model/speech.ts';
import type { TuiState } from '../model/state.ts';
import { inspect } from '../model/tasks.ts';
import { editText, textField } from '../model/text-field.ts';
import { noAddressText } from '../text/address-text.ts';
import { markBinding } from './mark.ts';

export const homeBindings: readonly Binding<'home'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'open',
    hint: 'open',
    act: ({ state, screen }) => open(state, itemAt(homeItems(state), screen.cursor)),
  },
  markBinding,
  {
    keys: ['text', 'backspace', 'ctrl-u', 'ctrl-w'],
    shown: 'Letters',
    help: 'search',
    hint: 'search',
    act: search,
  },
  {
    keys: ['escape', 'ctrl-c'],
    command: 'back',
    shown: 'Esc',
    help: 'clear',
    when: (state) => state.screens[0].kind === 'home' && state.screens[0].query !== '',
    hint: 'clear',
    act: ({ state, screen }) => stay(replaceTop(state, { ...screen, query: '', cursor: 0 })),
  },
];

function search({ state, screen, key }: Press<'home'>): Outcome {
  const query = editText(textField(screen.query), key).text.trimStart();
  return stay(replaceTop(state, { ...screen, query, cursor: 0 }));
}

function open(state: TuiState, item: HomeItem | undefined): Outcome {
  switch (item?.kind) {
    case undefined:
      return stay({ ...state, notice: nothingText(state) });
    case 'boot':
      return stay(openScreen(state, bootScreen(state)));
    case 'address':
    case 'recent':
      return inspect(state, item.query);
    case 'cached':
      return inspect(state, item.image.path);
    case 'distro':
      return stay(openScreen(state, { kind: 'detail', distroId: item.distro.id, cursor: 0 }));
    case 'tool':
      return openTool(state, item.tool);
  }
}

function nothingText({ texts, screens: [home] }: TuiState): string {
  const address = parseLocation(home.kind === 'home' ? home.query : '');
  if (address.kind === 'wrong') return noAddressText(texts, address);
  return texts.home.clearSearch;
}

function bootScreen({ boot }: TuiState): Screen {
  return boot?.failure ? failureScreen(boot, boot.failure) : { kind: 'progress' };
}

/** The screens that are always at hand: from the list here, and by function keys anywhere. */
export function openTool(state: TuiState, tool: Tool): Outcome {
  switch (tool) {
    case 'url': {
      const field = textField(draftOf(state, 'url', 'https://'));
      return stay(openScreen(state, { kind: 'url', field, draft: 'url' }));
    }
    case 'network': {
      const cursor = clampCursor(0, state.network?.interfaces.length ?? 0);
      return stay(openScreen(state, { kind: 'network', cursor }));
    }
    case 'keymap':
      return stay(openScreen(state, { kind: 'keymap', cursor: 0 }));
    case 'language':
      return stay(
        openScreen(state, { kind: 'language', cursor: languageCodes.indexOf(state.language) }),
      );
    case 'speech':
      return setSpeech(state, state.speech !== 'on');
    case 'remote':
      return stay(openScreen(state, { kind: 'remote' }));
    case 'log':
      return stay(openScreen(state, { kind: 'log', fromEnd: 0 }));
    case 'shell':
      return stay(openScreen(state, { kind: 'shell' }));
    case 'about':
      return stay(openScreen(state, { kind: 'about', offset: 0 }));
    case 'quit':
    case 'reboot':
    case 'power-off':
      return stay(openScreen(state, { kind: 'leave', how: tool }));
  }
}
