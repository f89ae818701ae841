import { join } from 'node:path';
import { readSetting, type Settings } from '../core/settings/settings.ts';
import { exists } from './exists.ts';
import { readRegularText } from './regular-file.ts';
import { stickMountPoint } from './stick.ts';
import type { StickFile, StickFiles } from './stick-files.ts';

/** What a person chooses in the menu for every start from then on. */
export type KeptChoices = Pick<Settings, 'lang' | 'keymap'>;

/** Two short words are far from its bound. */
export const choicesFile: StickFile = { name: 'choices.json', mostBytes: 4096 };
const names = ['lang', 'keymap'] as const;

/** What was chosen on this stick before; nothing without a stick. What is wrong counts as nothing. */
export async function readKeptChoices(directory = stickMountPoint): Promise<KeptChoices> {
  const path = join(directory, choicesFile.name);
  return parseChoices(await readRegularText(path, choicesFile).catch(() => undefined));
}

/** Puts a choice in the place of the last one. */
export function keepChoice(files: StickFiles, choice: KeptChoices): Promise<void> {
  return files.change(
    choicesFile,
    (text) => `${JSON.stringify({ ...parseChoices(text), ...choice })}\n`,
  );
}

export function hasKeptChoices(directory = stickMountPoint): Promise<boolean> {
  return exists(join(directory, choicesFile.name));
}

function parseChoices(text = '{}'): KeptChoices {
  try {
    const value: unknown = JSON.parse(text);
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
