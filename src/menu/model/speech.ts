import type { Outcome } from './outcome.ts';
import { stay } from './outcome.ts';
import type { TuiState } from './state.ts';

/** Live systems that are booted from then on speak as well, if they can. */
export function setSpeech(state: TuiState, on: boolean): Outcome {
  const { speech: _, ...localize } = state.localize;
  return stay(
    {
      ...state,
      speech: on ? 'on' : 'off',
      notice: on ? state.texts.speech.on : state.texts.speech.off,
      localize: on ? { ...localize, speech: true } : localize,
    },
    { op: 'set-speech', on },
  );
}

/** A key that asks for something else, or the time, has answered. */
export function withoutSpeechOffer(state: TuiState): TuiState {
  return state.speech === 'offered' ? { ...state, speech: 'off' } : state;
}
