import type { InitrdModules } from '../../core/image/pmem-support.ts';
import { FormatError } from '../../errors.ts';
import type { InitrdSurvey } from '../../formats/initrd/survey-initrd.ts';
import { moduleName } from '../../formats/modules/module-name.ts';
import { isModuleFile, parseModulePath } from '../../formats/modules/module-path.ts';
import { type ModulesDep, parseModulesDep } from '../../formats/modules/modules-dep.ts';
import { parseModulesBuiltin } from '../../formats/modules/modules-lists.ts';
import { concatAccess } from '../../formats/random-access.ts';
import type { WorkBudget } from '../../formats/work-budget.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { RandomAccess } from '../../ports/random-access.ts';

/** What the initrds of one entry hold, taken as the one that the kernel sees. */
export type InitrdFacts =
  | { readonly kind: 'none' }
  | { readonly kind: 'absent'; readonly path: string }
  | { readonly kind: 'unread'; readonly packedBytes: number }
  | { readonly kind: 'unreadable'; readonly packedBytes: number; readonly why: string }
  | {
      readonly kind: 'read';
      readonly packedBytes: number;
      readonly unpackedBytes: number;
      readonly paths: ReadonlySet<string>;
      readonly modules: InitrdModules;
      /** `uname -r` of the kernel whose modules it holds; '' where it holds none, or several kernels'. */
      readonly kernelVersion: string;
      /** What its modules need of each other. */
      readonly dependencies: ModulesDep;
    };

const moduleLists: ReadonlySet<string> = new Set(['modules.builtin', 'modules.dep']);

/** What loads drivers by the devices' own names: udev, and Alpine's little one. */
const coldplugger = /(^|\/)(systemd-udevd|udevd|udevadm|nlplug-findfs)$/;

export async function inspectInitrds(
  tree: FileTree,
  paths: readonly string[],
  options: {
    readonly deep: boolean;
    readonly signal?: AbortSignal;
    readonly budget?: WorkBudget;
  },
): Promise<InitrdFacts> {
  if (paths.length === 0) return { kind: 'none' };
  const files: RandomAccess[] = [];
  try {
    for (const path of paths) {
      const file = await tree.open(path);
      if (file === undefined) return { kind: 'absent', path };
      files.push(file);
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { kind: 'unreadable', packedBytes: 0, why: error.reason };
  }
  const initrd = concatAccess(files);
  if (!options.deep) return { kind: 'unread', packedBytes: initrd.size };
  try {
    return readFacts(await survey(initrd, options), initrd.size);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { kind: 'unreadable', packedBytes: initrd.size, why: error.message };
  }
}

async function survey(
  initrd: RandomAccess,
  { signal, budget }: { readonly signal?: AbortSignal; readonly budget?: WorkBudget },
): Promise<InitrdSurvey> {
  const { surveyInitrd } = await import('../../formats/initrd/survey-initrd.ts');
  const wanted = (path: string) => moduleLists.has(parseModulePath(path)?.file ?? '');
  return surveyInitrd(initrd, { wanted, ...(signal && { signal }), ...(budget && { budget }) });
}

function readFacts(survey: InitrdSurvey, packedBytes: number): InitrdFacts {
  const loadable = new Set<string>();
  const versions = new Set<string>();
  let coldplug = false;
  for (const path of survey.paths) {
    coldplug ||= coldplugger.test(path);
    const place = parseModulePath(path);
    if (place === undefined || !isModuleFile(place.file)) continue;
    loadable.add(moduleName(path));
    versions.add(place.version);
  }
  const listed = (name: string) =>
    [...survey.contents]
      .filter(([path]) => path.endsWith(`/${name}`))
      .map(([, bytes]) => Buffer.from(bytes).toString('utf8'))
      .join('\n');
  const [kernelVersion = ''] = versions.size === 1 ? versions : [];
  return {
    kind: 'read',
    packedBytes,
    unpackedBytes: survey.unpackedBytes,
    paths: survey.paths,
    modules: { loadable, builtin: parseModulesBuiltin(listed('modules.builtin')), coldplug },
    kernelVersion,
    dependencies: parseModulesDep(listed('modules.dep')),
  };
}
