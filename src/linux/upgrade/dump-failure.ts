import { CutOffError, WebbootError } from '../../errors.ts';

/** criu was seen to hang: then its whole process group is ended. */
export const criuSeconds = 120;

/** What timeout(1) exits with if it ended criu, and if somebody killed it (137, also after --kill-after). */
const endings: Readonly<Record<number, string>> = {
  124: `criu did not finish in ${criuSeconds} s`,
  137: `criu was killed, or did not finish in ${criuSeconds} s`,
};

/**
 * Why a unit could not be dumped, by criu's exit status and its log; a CutOffError if criu was ended. `whole` is false
 * for a log whose end is missing.
 */
export function dumpFailure(
  unit: string,
  result: { readonly exitCode: number; readonly stderr: string },
  log: { readonly path: string; readonly text: string; readonly whole?: boolean },
): WebbootError {
  const ending = endings[result.exitCode] ?? (log.whole === false ? 'criu was killed' : undefined);
  const complaint = log.text
    .split('\n')
    .findLast((line) => /\bError\b/.test(line) && !line.includes('Dumping FAILED'));
  const why = ending ?? ((complaint ?? result.stderr).trim() || `exit status ${result.exitCode}`);
  const Kind = ending === undefined ? WebbootError : CutOffError;
  return new Kind('checkpoint-failed', `${unit} cannot be checkpointed: ${why}.`, {
    subject: log.path,
    remedy: `Take it out with "webboot upgrade unprepare", or read ${log.path}.`,
  });
}
