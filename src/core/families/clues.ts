import { type Cmdline, findParameter, hasParameter } from '../cmdline.ts';
import type { FamilyClues, FamilyEvidence } from './family-rules.ts';

export const hasAny =
  (...names: readonly string[]) =>
  (cmdline: Cmdline): boolean =>
    names.some((name) => hasParameter(cmdline, name));

export const hasValue =
  (name: string, start: string) =>
  (cmdline: Cmdline): boolean =>
    findParameter(cmdline, name)?.startsWith(start) ?? false;

export const hasPath =
  (pattern: RegExp) =>
  (paths: ReadonlySet<string>): boolean => {
    for (const path of paths) if (pattern.test(path)) return true;
    return false;
  };

/** The image has the path. */
export const holds = (path: string): NonNullable<FamilyClues['layout']> => ({
  paths: [path],
  matches: ({ layout }) => layout.has(path),
});

/** The image has the directory, and the entry's kernel lies in it. */
export const kernelIn = (directory: string): NonNullable<FamilyClues['layout']> => ({
  paths: [directory],
  matches: ({ layout, kernel }: FamilyEvidence) =>
    layout.has(directory) && kernel.startsWith(`${directory}/`),
});

/** A parameter, unless the line names it already. */
export const unless = (cmdline: Cmdline, name: string, parameter: string): readonly string[] =>
  hasParameter(cmdline, name) ? [] : [parameter];
