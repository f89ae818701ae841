import type { TuiState } from '../model/state.ts';
import { formatTime } from './format.ts';

/** The log as lines of a text file. */
export function logLines({ log }: TuiState): readonly string[] {
  return log.map(({ time, text }) => `${formatTime(time)} ${text}`);
}
