import type { LeaveHow } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { isBooting } from '../model/tasks.ts';

const question: Readonly<Record<LeaveHow, string>> = {
  quit: 'Quit webboot?',
  reboot: 'Restart this machine?',
  'power-off': 'Switch this machine off?',
};

export function leaveText(state: TuiState, how: LeaveHow): string {
  const lost = isBooting(state) ? ' The boot that is running ends, its download is lost.' : '';
  return question[how] + lost;
}
