import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 compile what runs often. initramfs/init.sh starts Node without that, because up to the
 * menu's first frame compiling costs more than it saves (docs/performance.md).
 */
export function startCompilers(): void {
  for (const flag of ['--sparkplug', '--maglev', '--opt']) setFlagsFromString(flag);
}
