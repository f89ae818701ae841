import { titleOf } from '../model/home-items.ts';
import { topOf } from '../model/outcome.ts';
import type { TuiState } from '../model/state.ts';
import { sentText } from './serving-text.ts';
import { transferText } from './transfer-text.ts';

/** The line above the keys: a notice, the countdown, or a boot that runs behind this screen. */
export function statusText(state: TuiState): string {
  const { notice, countdown, boot, texts } = state;
  const { progress } = texts;
  if (notice !== undefined) return notice;
  if (countdown) {
    const title = titleOf(state, countdown.query);
    return progress.countdown({ title, seconds: countdown.secondsLeft });
  }
  if (boot?.state === 'running' && boot.lingering) {
    const { machines: count, secondsLeft: seconds } = boot.lingering;
    return progress.lingering({ count, seconds });
  }
  if (state.speech === 'offered' && topOf(state).kind === 'home') return texts.speech.offer;
  if (!boot || topOf(state).kind === 'progress') return '';
  if (boot.state === 'stopping') return progress.stoppingIt({ title: boot.title });
  if (boot.state !== 'running') return '';
  const { title, serving } = boot;
  if (serving !== undefined) {
    return texts.serving.status({ title, what: sentText(texts, serving) });
  }
  const stage = boot.stage === undefined ? '' : texts.stages[boot.stage];
  const what = boot.transfer ? transferText(texts, boot.transfer) : stage;
  const say = boot.choice.serve === true ? texts.serving.status : progress.booting;
  return say({ title, what });
}
