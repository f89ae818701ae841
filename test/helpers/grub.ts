import { type BootEntries, evaluateConfig } from '../../src/boot/inspect/boot-entries.ts';
import { memoryTree } from './memory-tree.ts';

/** A GRUB configuration evaluated in a tree of nothing but the given files. */
export function evaluateScript(
  script: string,
  files: Readonly<Record<string, string>> = {},
  labels: { readonly volumeId?: string; readonly uuid?: string } = {},
): Promise<BootEntries> {
  const tree = memoryTree({ ...files, '/boot/grub/grub.cfg': script }, labels);
  return evaluateConfig({ path: '/boot/grub/grub.cfg' }, tree);
}
