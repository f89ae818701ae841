import { FormatError } from '../../src/errors.ts';
import type { FuzzTarget } from './target.ts';

/** What was wrong with how the parser took the input; undefined when it took or refused it well. */
export async function judge(target: FuzzTarget, input: Uint8Array): Promise<string | undefined> {
  try {
    await target.run(input);
    return undefined;
  } catch (error) {
    if (!(error instanceof FormatError)) {
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    const sound = Number.isSafeInteger(error.offset) && error.offset >= 0;
    return sound ? undefined : `FormatError at offset ${error.offset}: ${error.message}`;
  }
}
