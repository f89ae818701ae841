import type { TuiState } from '../../menu/model/state.ts';
import type { Charset, ConsoleSize } from '../console/console.ts';

/** What every screen is drawn from: the state, and the console that it is drawn on. */
export interface View {
  readonly state: TuiState;
  readonly size: ConsoleSize;
  readonly charset: Charset;
}

/** Rows between the title bar and the two lines at the bottom. */
export function bodyRows({ size }: View): number {
  return size.rows - 3;
}

/** Columns for text: a margin of one on each side. */
export function bodyColumns({ size }: View): number {
  return size.columns - 2;
}
