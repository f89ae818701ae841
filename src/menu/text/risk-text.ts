import { describeInjection } from '../../core/families/injection.ts';
import { locationText } from '../../core/image/image-location.ts';
import { injectWord, networkWord, unverifiedWord } from '../bindings/unverified-words.ts';
import type { ScreenOf } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';

/** What a person accepts by booting an unverified image. */
export function riskLines(
  { image, network }: TuiState,
  { reason, choice }: Pick<ScreenOf<'unverified'>, 'reason' | 'choice'>,
): readonly string[] {
  const location = image === undefined ? '' : locationText(image.peek.source.location);
  return [
    `This image cannot be verified: ${reason}`,
    location,
    'Whoever controls that server, or the network between it and you, decides what runs on this machine. It can read and change every disk, and read every password that you type.',
    'Boot it only if you know where it comes from.',
    ...(choice.handOn === undefined
      ? []
      : [
          `It does not get ${network?.handsOn ?? 'your network'}, nor its passphrase or certificates. Type "${networkWord}" to boot it and pass those on too.`,
        ]),
    ...(choice.inject === undefined
      ? []
      : [
          `It does not get ${describeInjection(choice.inject.kinds)}. Add "${injectWord}" to boot it and give it that too: "${unverifiedWord} ${injectWord}".`,
        ]),
  ].filter((line) => line !== '');
}
