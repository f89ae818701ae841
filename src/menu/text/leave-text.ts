import type { LeaveHow } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { isBooting } from '../model/tasks.ts';

export function leaveText(state: TuiState, how: LeaveHow): string {
  const { leave, serving } = state.texts;
  if (!isBooting(state)) return leave[how];
  return leave[how] + (state.boot?.choice.serve === true ? serving.leaving : leave.lost);
}
