import type { TuiState } from '../model/state.ts';

/** What is asked before a boot, or the serving of an image, is given up. */
export function stopTitle({ boot, texts }: TuiState): string {
  return boot?.choice.serve === true ? texts.serving.stop : texts.titles.stop;
}

/** What is lost by it. */
export function stopText({ boot, texts }: TuiState): string {
  return boot?.choice.serve === true ? texts.serving.lost : texts.stop.lost;
}
