import { defined } from '../../core/defined.ts';
import { FormatError, WebbootError } from '../../errors.ts';
import { decompressWhole } from '../../formats/compression/decompress-whole.ts';
import { sniffBytes, sniffCompression } from '../../formats/compression/sniff.ts';
import { readModuleInfo } from '../../formats/modules/module-info.ts';
import { isModuleFile } from '../../formats/modules/module-path.ts';
import type { FileTaker } from '../../formats/package/package-files.ts';
import { readPackage } from '../../formats/package/read-package.ts';
import { memoryAccess } from '../../formats/random-access.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { KernelParts, ModuleFacts } from './kernel-parts.ts';

/** Twice what distros' kernels and generic initrds have. */
const mostKernelBytes = 192 << 20;
const mostInitrdBytes = 512 << 20;
const mostConfigBytes = 4 << 20;
const mostModuleBytes = 32 << 20;

const kernelNames =
  /^(?:usr\/)?(?:boot\/(?:vmlinu[xz]|kernel|Image|bzImage)[^/]*|lib\/modules\/[^/]+\/vmlinuz)$/;
const initrdNames = /^(?:usr\/)?(?:boot\/initr[^/]*|lib\/modules\/[^/]+\/initr[^/]*)$/;
const configNames = /^(?:usr\/)?(?:boot\/config-[^/]*|lib\/modules\/[^/]+\/config)$/;
const moduleVersion = /^(?:usr\/)?lib\/modules\/([^/]+)\//;

/**
 * The kernel of a distro's package: the first file where distros put kernels, with what lies next to
 * it. Undefined for what is no package. `name` is the file's or the address: Alpine's release is only
 * in its mirrors' paths. Throws FormatError, and `kernel-unreadable` for a package without a kernel.
 */
export async function packageParts(
  file: RandomAccess,
  { name, signal }: { readonly name: string; readonly signal?: AbortSignal },
): Promise<KernelParts | undefined> {
  const found = createFinder();
  const facts = await readPackage(file, found, signal === undefined ? {} : { signal });
  if (facts === undefined) return undefined;
  const { kernel, initrds, config, modules, version } = await found.result();
  if (kernel === undefined) {
    throw new WebbootError('kernel-unreadable', `The package ${facts.name} has no kernel.`, {
      subject: facts.name,
      remedy:
        'Name the package that has it: linux-image-* of Debian and Ubuntu, kernel-core of Fedora, kernel-default of openSUSE, linux of Arch, linux-virt or linux-lts of Alpine.',
    });
  }
  const alpine = facts.kind === 'apk' ? /\/v(\d{1,3}\.\d{1,3})\//.exec(name)?.[1] : undefined;
  return {
    kind: facts.kind,
    kernel,
    initrds,
    cmdline: '',
    version,
    package: facts,
    ...defined({ config }),
    modules,
    ...defined({ alpineVersion: alpine }),
  };
}

interface Finder extends FileTaker {
  result(): Promise<
    Pick<KernelParts, 'initrds' | 'config' | 'version'> & {
      readonly kernel: KernelParts['kernel'] | undefined;
      readonly modules: ModuleFacts;
    }
  >;
}

/** Keeps no more than one file of each kind in memory. */
function createFinder(): Finder {
  let kernel: KernelParts['kernel'] | undefined;
  let initrd: KernelParts['kernel'] | undefined;
  let config: string | undefined;
  let module: Uint8Array | undefined;
  let count = 0;
  let version = '';
  return {
    wants(path, size) {
      version ||= moduleVersion.exec(path)?.[1] ?? '';
      if (isModuleFile(path)) {
        count += 1;
        return module === undefined && size <= mostModuleBytes;
      }
      if (kernelNames.test(path)) return kernel === undefined && size <= mostKernelBytes;
      if (initrdNames.test(path)) return initrd === undefined && size <= mostInitrdBytes;
      return configNames.test(path) && config === undefined && size <= mostConfigBytes;
    },
    take(path, bytes) {
      if (isModuleFile(path)) module = bytes;
      else if (kernelNames.test(path)) kernel = { path, content: memoryAccess(bytes) };
      else if (initrdNames.test(path)) initrd = { path, content: memoryAccess(bytes) };
      else config = Buffer.from(bytes).toString('latin1');
    },
    async result() {
      const vermagic = module === undefined ? '' : await readVermagic(module);
      return {
        kernel,
        initrds: initrd === undefined ? [] : [initrd],
        ...defined({ config }),
        modules: { count, vermagic },
        version,
      };
    },
  };
}

/** '' for a module that cannot be read: it is a detail about the kernel, not the kernel. */
export async function readVermagic(module: Uint8Array): Promise<string> {
  try {
    const packed = sniffCompression(module.subarray(0, sniffBytes)) !== undefined;
    return readModuleInfo(packed ? await decompressWhole(module, mostModuleBytes) : module)
      .vermagic;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return '';
  }
}
