import { WebbootError } from '../../errors.ts';
import { type CpioEntry, writeCpio } from '../../formats/cpio/writer.ts';
import type { FileTree } from '../../ports.ts';
import type { BootContext } from '../boot-context.ts';
import type { Emit } from '../event-channel.ts';
import { collectModules, type GraftModule, type ModuleRequest } from '../graft/collect-modules.ts';
import { hookScript } from '../graft/hook.ts';
import { findRootFileSystems, withMount, withRootTree } from '../graft/root-file-systems.ts';

export interface GraftStep {
  readonly modules: readonly string[];
  readonly kernelVersion: string;
  readonly init: string;
}

/**
 * One more archive for the target's initramfs: the drivers that it lacks, from the image's own
 * root file system, and the hook that loads them. The image's own initrd stays as it is.
 */
export async function graft(
  step: GraftStep,
  device: string,
  tree: FileTree,
  context: BootContext,
  emit: Emit,
): Promise<Uint8Array> {
  const request = { names: step.modules, kernelVersion: step.kernelVersion };
  const modules = await findModules(request, device, tree, context);
  const names = modules.map((module) => module.fileName);
  emit({ type: 'note', stage: 'graft', text: `grafted: ${names.join(', ')}` });
  const script = hookScript({
    modules: names,
    blockDevice: device.slice(device.lastIndexOf('/') + 1),
    init: step.init,
  });
  const executable = (path: string, data: Uint8Array): CpioEntry => ({
    kind: 'file',
    path,
    mode: 0o755,
    data,
  });
  return writeCpio([
    { kind: 'directory', path: 'webboot' },
    executable('webboot/busybox', await context.machine.busybox()),
    executable('webboot/init', new TextEncoder().encode(script)),
    ...modules.map(({ fileName, bytes }) => executable(`webboot/${fileName}`, bytes)),
  ]);
}

async function findModules(
  request: ModuleRequest,
  device: string,
  tree: FileTree,
  { machine }: BootContext,
): Promise<readonly GraftModule[]> {
  const fileSystems = await findRootFileSystems(tree);
  const found = await withMount(machine, device, 'iso9660', async (medium) => {
    for (const fileSystem of fileSystems) {
      const modules = await withRootTree(machine, medium, fileSystem, (root) =>
        collectModules(root, request),
      );
      if (modules !== undefined) return modules;
    }
    return undefined;
  });
  if (found !== undefined) return found;
  throw new WebbootError(
    'modules-missing',
    `The image has the drivers ${request.names.join(', ')} for kernel ${request.kernelVersion} nowhere (looked in: ${fileSystems.map(({ path }) => path).join(', ') || 'no root file system found'}).`,
    { remedy: 'Choose another release of this distro, or another distro.' },
  );
}
