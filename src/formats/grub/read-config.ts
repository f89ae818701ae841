import { grubLimits } from './budget.ts';
import { addNote, type Session } from './session.ts';

/** A text file of the tree; `undefined`, with a note, when it is not there or far too long. */
export async function readConfigFile(session: Session, path: string): Promise<string | undefined> {
  session.budget.spendLookup();
  const file = await session.tree.open(path);
  if (file === undefined) {
    addNote(session, 'missing-file', `${path} is not there`);
    return undefined;
  }
  if (file.size > grubLimits.fileBytes) {
    addNote(session, 'limit', `${path} is longer than ${grubLimits.fileBytes} bytes`);
    return undefined;
  }
  return new TextDecoder().decode(await file.read(0, file.size));
}
