import { locationText } from '../../core/image/image-location.ts';
import type { TuiState } from '../model/state.ts';

/** What a person accepts by booting an unverified image. */
export function riskLines({ image }: TuiState, reason: string): readonly string[] {
  const location = image === undefined ? '' : locationText(image.peek.source.location);
  return [
    `Nobody vouches for this image: ${reason}`,
    location,
    'Whoever runs that server, or stands between it and you, decides what runs on this machine: it can read and change every disk and every password that you type.',
    'Boot it only if you know where it comes from.',
  ].filter((line) => line !== '');
}
