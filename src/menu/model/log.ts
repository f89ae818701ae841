import { redact } from '../../core/settings/redact.ts';
import type { TuiState } from './state.ts';

/** Lines kept for the log screen; the file keeps all. */
const logLines = 1000;

/** Without the secrets that the text may have in it. */
export function withLogLine(state: TuiState, text: string, time: number): TuiState {
  return { ...state, log: [...state.log, { time, text: redact(text) }].slice(-logLines) };
}
