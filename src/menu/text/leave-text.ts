import type { LeaveHow } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { isBooting } from '../model/tasks.ts';

export function leaveText(state: TuiState, how: LeaveHow): string {
  const { leave } = state.texts;
  return leave[how] + (isBooting(state) ? leave.lost : '');
}
