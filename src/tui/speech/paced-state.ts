import type { BootRun, TuiState } from '../../menu/model/state.ts';
import { percentOf } from '../../menu/text/transfer-text.ts';

/** Steps of a transfer that are worth a sentence. */
const stepPercent = 10;

/**
 * The states of a menu as they are worth hearing: of a transfer each ten percent, and of a boot where it is, not
 * what is behind it.
 */
export function createPacedState(): (state: TuiState) => TuiState {
  let told: { readonly task: number; readonly step: number } | undefined;
  let transfer: BootRun['transfer'];
  return (state) => {
    const { boot } = state;
    if (boot === undefined) return state;
    const now =
      boot.transfer === undefined
        ? undefined
        : { task: boot.task, step: Math.floor(percentOf(boot.transfer) / stepPercent) };
    if (now === undefined || now.task !== told?.task || now.step !== told.step) {
      transfer = boot.transfer;
    }
    told = now;
    return { ...state, boot: { ...boot, transfer, done: [], notes: [] } };
  };
}
