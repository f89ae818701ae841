import type { TuiState } from '../../menu/model/state.ts';
import { statusText } from '../../menu/text/status-text.ts';
import { wrapText } from '../../menu/text/wrap.ts';
import type { Charset, ConsoleSize } from '../console/console.ts';

/** What every screen is drawn from: the state, and the console that it is drawn on. */
export interface View {
  readonly state: TuiState;
  readonly size: ConsoleSize;
  readonly charset: Charset;
}

/** A notice may be a sentence and its remedy; more is for the log. */
const mostStatusRows = 3;

/** What goes on, above the keys: one row, and more only for a text that would be cut. */
export function statusRows(view: View): readonly string[] {
  return wrapText(statusText(view.state), bodyColumns(view)).slice(0, mostStatusRows);
}

/** Rows between the title bar, and the status and the keys at the bottom. */
export function bodyRows(view: View): number {
  return view.size.rows - 2 - statusRows(view).length;
}

/** Columns for text: a margin of one on each side. */
export function bodyColumns({ size }: View): number {
  return size.columns - 2;
}
