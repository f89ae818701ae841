import { join } from 'node:path';
import { readSetting, type Settings } from '../core/settings/settings.ts';
import { exists } from './exists.ts';
import { inFolder, openFolder } from './folder.ts';
import { readRegularText } from './regular-file.ts';
import { stickMountPoint } from './stick.ts';

/** What a person chooses in the menu for every start from then on. */
export type KeptChoices = Pick<Settings, 'lang' | 'keymap'>;

const fileName = 'choices.json';
const names = ['lang', 'keymap'] as const;
/** Two short words are far from it. */
const mostBytes = 4096;

/** What was chosen on this stick before; nothing without a stick. What is wrong counts as nothing. */
export async function readKeptChoices(directory = stickMountPoint): Promise<KeptChoices> {
  try {
    const text = await readRegularText(join(directory, fileName), { mostBytes });
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    const results = names.flatMap((name) => {
      const chosen: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
      return typeof chosen === 'string' ? (readSetting(name, chosen) ?? []) : [];
    });
    return Object.assign({}, ...results.map((read) => (read.kind === 'read' ? read.settings : {})));
  } catch {
    return {};
  }
}

/** Puts a choice in the place of the last one; resolves to whether it is kept. */
export async function keepChoice(
  choice: KeptChoices,
  directory = stickMountPoint,
): Promise<boolean> {
  const choices = { ...(await readKeptChoices(directory)), ...choice };
  const text = `${JSON.stringify(choices)}\n`;
  try {
    await inFolder(openFolder(directory), (folder) =>
      folder.replace(fileName, text, { mode: 0o600 }),
    );
    return true;
  } catch {
    // No stick, or a write-protected one: then it counts until the machine is switched off.
    return false;
  }
}

export function hasKeptChoices(directory = stickMountPoint): Promise<boolean> {
  return exists(join(directory, fileName));
}

/** Keeps choices, also those that a person makes before the stick is there. */
export interface ChoiceKeeper {
  keep(choice: KeptChoices): Promise<void>;
  /** To be called after each change of what is mounted. */
  retry(): Promise<void>;
}

export function createChoiceKeeper(onKept: () => void, directory = stickMountPoint): ChoiceKeeper {
  let waiting: KeptChoices | undefined;
  let last = Promise.resolve();
  const write = async () => {
    const choice = waiting;
    if (choice === undefined || !(await keepChoice(choice, directory))) return;
    if (waiting === choice) waiting = undefined;
    onKept();
  };
  // One after the other: each adds to what the one before it has written.
  const retry = () => {
    last = last.then(write);
    return last;
  };
  return {
    keep(choice) {
      waiting = { ...waiting, ...choice };
      return retry();
    },
    retry,
  };
}
