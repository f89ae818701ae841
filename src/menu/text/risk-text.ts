import { locationText } from '../../core/image/image-location.ts';
import { say } from '../../core/languages/say.ts';
import { injectWord, networkWord, unverifiedWord } from '../bindings/unverified-words.ts';
import type { ScreenOf } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { injectionText } from './extras-text.ts';

/** What a person accepts by booting an unverified image. */
export function riskLines(
  { texts, image, network }: TuiState,
  { reason, choice }: Pick<ScreenOf<'unverified'>, 'reason' | 'choice'>,
): readonly string[] {
  const { risk } = texts;
  const location = image === undefined ? '' : locationText(image.peek.source.location);
  return [
    risk.reason({ reason: say(texts, reason) }),
    location,
    risk.who,
    risk.only,
    ...(choice.handOn === undefined
      ? []
      : [
          risk.network({
            what: say(texts, network?.handsOn ?? risk.yourNetwork),
            word: networkWord,
          }),
        ]),
    ...(choice.inject === undefined
      ? []
      : [
          risk.inject({
            what: injectionText(texts, choice.inject.kinds),
            word: injectWord,
            words: `${unverifiedWord} ${injectWord}`,
          }),
        ]),
  ].filter((line) => line !== '');
}
