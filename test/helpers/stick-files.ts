import { exists } from '../../src/linux/exists.ts';
import { createStickFiles, type StickFiles } from '../../src/linux/stick-files.ts';

/** Of a folder that stands for a mounted stick while it is there. */
export function openStickFiles(
  directory: string,
  onProblem: (text: string) => void = () => {},
): StickFiles {
  return createStickFiles({ directory, isMounted: exists, onProblem });
}
