import type { TuiState } from './state.ts';

/** Lines kept for the log screen; the file keeps all. */
const logLines = 1000;

export function withLogLine(state: TuiState, text: string, time: number): TuiState {
  return { ...state, log: [...state.log, { time, text }].slice(-logLines) };
}
