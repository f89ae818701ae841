import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { say, step } from '../shared/say.ts';
import { kernelDirectory, metadataFile } from './built-kernel.ts';
import { configText, type KernelConfig, parseKernelConfig, requireConfig } from './config.ts';
import { fragmentsDigest, wantedConfig } from './fragments.ts';
import { type KernelMake, kernelMake } from './make.ts';
import { describeKernel, type KernelMetadata } from './metadata.ts';
import { type KernelSource, kernelSource } from './source.ts';

/**
 * Compiles Debian's source with the fragments of kernel-config/ and leaves the kernel, its
 * configuration and its metadata in build/kernel/<arch>. What was compiled before is not compiled
 * again.
 */
export async function buildKernel(arch: MachineArchitecture): Promise<KernelMetadata> {
  const directory = kernelDirectory(arch);
  const fragments = await fragmentsDigest(arch);
  const { source, make, config } = await configureKernel(arch);
  const image = make.image.slice(make.image.lastIndexOf('/') + 1);
  await step('compiling', () => make.run(image));
  const release = join(make.objects, 'include/config/kernel.release');
  const version = (await readFile(release, 'utf8')).trim();
  const work = join(directory, 'tree.part');
  await rm(work, { recursive: true, force: true });
  await installKernel(make, { root: work, version });
  const { package: name, version: sourceVersion, sha256 } = source.deb;
  const metadata = await describeKernel(join(work, 'boot', `vmlinuz-${version}`), {
    version,
    origin: {
      kind: 'built',
      name,
      version: sourceVersion,
      sha256,
      fragments,
      compiler: make.compiler,
    },
    config,
    modules: { count: 0, bytes: 0 },
  });
  await rm(join(directory, '.fragments'), { force: true });
  await rm(join(directory, 'tree'), { recursive: true, force: true });
  await rename(work, join(directory, 'tree'));
  const text = `${JSON.stringify(metadata, undefined, 2)}\n`;
  await writeFile(join(directory, metadataFile), text);
  await writeFile(join(directory, '.fragments'), fragments);
  say(`${join(directory, 'tree/boot')}: ${version}, ${(metadata.image.bytes / 1e6).toFixed(1)} MB`);
  return metadata;
}

/**
 * Lets kconfig complete what the fragments want, all else off, and checks what came out. Throws
 * 'build-failed' with the symbols that are not as wanted.
 */
export async function configureKernel(
  arch: MachineArchitecture,
): Promise<{ source: KernelSource; make: KernelMake; config: KernelConfig }> {
  const wanted = await wantedConfig(arch);
  const source = await kernelSource(arch);
  const objects = join(kernelDirectory(arch), 'objects');
  await mkdir(objects, { recursive: true });
  const make = await kernelMake(source, { arch, objects });
  const fragment = join(objects, 'wanted.config');
  await writeFile(fragment, configText(wanted));
  await step('configuration', () => make.run('allnoconfig', { KCONFIG_ALLCONFIG: fragment }));
  const file = join(objects, '.config');
  const config = parseKernelConfig(await readFile(file, 'utf8'), file);
  requireConfig(wanted, config);
  return { source, make, config };
}

/** As Debian's packages have it, so that an image is made of either in the same way. */
async function installKernel(
  { objects, image }: KernelMake,
  { root, version }: { root: string; version: string },
): Promise<void> {
  const boot = join(root, 'boot');
  const modules = join(root, 'usr/lib/modules', version);
  await mkdir(boot, { recursive: true });
  await mkdir(modules, { recursive: true });
  await copyFile(join(objects, image), join(boot, `vmlinuz-${version}`));
  await copyFile(join(objects, '.config'), join(boot, `config-${version}`));
  for (const name of ['modules.builtin', 'modules.builtin.modinfo']) {
    await copyFile(join(objects, name), join(modules, name));
  }
  await writeFile(join(modules, 'modules.order'), '');
}
