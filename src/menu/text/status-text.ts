import { titleOf } from '../model/home-items.ts';
import { topOf } from '../model/outcome.ts';
import type { TuiState } from '../model/state.ts';
import { transferText } from './transfer-text.ts';

/** The line above the keys: a notice, the countdown, or a boot that runs behind this screen. */
export function statusText(state: TuiState): string {
  const { notice, countdown, boot } = state;
  if (notice !== undefined) return notice;
  if (countdown) {
    const title = titleOf(state, countdown.query);
    return `Booting ${title} in ${countdown.secondsLeft} s. Press any key to stop.`;
  }
  if (!boot || topOf(state).kind === 'progress') return '';
  if (boot.state === 'stopping') return `Stopping ${boot.title}.`;
  if (boot.state !== 'running') return '';
  const what = boot.transfer ? transferText(boot.transfer) : (boot.stage ?? '');
  return `Booting ${boot.title}: ${what}`;
}
