import type { LeaveHow } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { isBooting } from '../model/tasks.ts';

const question: Readonly<Record<LeaveHow, string>> = {
  quit: 'Quit webboot?',
  reboot: 'Restart this computer?',
  'power-off': 'Switch off this computer?',
};

export function leaveText(state: TuiState, how: LeaveHow): string {
  const lost = isBooting(state) ? ' The running boot is stopped and its download is lost.' : '';
  return question[how] + lost;
}
