import { join } from 'node:path';
import { type Folder, inFolder, openFolder } from './folder.ts';
import { findDevice } from './mount-volume.ts';
import { readRegularText } from './regular-file.ts';
import { stickMountPoint } from './stick.ts';

/** A small file that webboot keeps at the top of its stick. */
export interface StickFile {
  readonly name: string;
  /** One that is larger counts as damaged. */
  readonly mostBytes: number;
}

/** From a file's text to its next one; undefined stands for no file. What is damaged comes as no file. */
export type Edit = (text: string | undefined) => MaybePromise<string | undefined>;

type MaybePromise<T> = T | Promise<T>;

/**
 * What webboot keeps on its stick. The menu is there seconds before the stick is mounted: a change that comes
 * before waits for it, and is made to what the file has by then.
 */
export interface StickFiles {
  /** Whether the stick is mounted. */
  isThere(): Promise<boolean>;
  /** With the changes that wait. Rejects for a damaged file. */
  read(file: StickFile): Promise<string | undefined>;
  /**
   * Resolves once the change is written, or waits for the stick. Rejects, and forgets the change, if the stick is
   * there and cannot be written.
   */
  change(file: StickFile, edit: Edit): Promise<void>;
  /** Writes what waits, if the stick is there; to be called after each change of what is mounted. */
  retry(): Promise<void>;
  /** Whether this run of webboot has written the file. */
  hasWritten(file: StickFile): boolean;
}

interface Change {
  readonly file: StickFile;
  readonly edit: Edit;
}

/** A person does not choose so often before a stick is there. */
const mostWaiting = 256;

export interface StickFilesOptions {
  readonly directory?: string;
  /** The mount point alone says nothing: it is made before the mount. */
  readonly isMounted?: (directory: string) => Promise<boolean>;
  /** Hears of a change that waited and could not be written, as a sentence. */
  readonly onProblem?: (text: string) => void;
}

export function createStickFiles({
  directory = stickMountPoint,
  isMounted = async (path) => (await findDevice(path)) !== undefined,
  onProblem = () => {},
}: StickFilesOptions = {}): StickFiles {
  let waiting: readonly Change[] = [];
  const written = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: each change is made to what the one before it has written. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
  const textOf = ({ name, mostBytes }: StickFile) =>
    readRegularText(join(directory, name), { mostBytes });
  const write = async ({ file, edit }: Change) => {
    const text = await edit(await textOf(file).catch(() => undefined));
    await inFolder(openFolder(directory), (folder) => put(folder, file.name, text));
    written.add(file.name);
  };
  const writeWaiting = async () => {
    if (waiting.length === 0 || !(await isMounted(directory))) return;
    const changes = waiting;
    waiting = [];
    for (const change of changes) {
      await write(change).catch((error: Error) => {
        const reason = error.message.replace(/\.$/, '');
        onProblem(`${change.file.name} could not be written to the stick: ${reason}.`);
      });
    }
  };
  return {
    isThere: () => isMounted(directory),
    read: (file) =>
      inTurn(async () => {
        let text = await textOf(file);
        for (const change of waiting) {
          if (change.file.name === file.name) text = await change.edit(text);
        }
        return text;
      }),
    change: (file, edit) =>
      inTurn(async () => {
        await writeWaiting();
        if (await isMounted(directory)) return write({ file, edit });
        waiting = [...waiting, { file, edit }].slice(-mostWaiting);
      }),
    retry: () => inTurn(writeWaiting),
    hasWritten: ({ name }) => written.has(name),
  };
}

function put(folder: Folder, name: string, text: string | undefined): Promise<void> {
  return text === undefined ? folder.remove(name) : folder.replace(name, text, { mode: 0o600 });
}
