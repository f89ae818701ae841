import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FormatError, WebbootError } from '../../src/errors.ts';
import { type AptState, type Deb, oddLists } from '../debian/apt.ts';
import { builtKernel } from '../kernel/built-kernel.ts';
import { type KernelConfig, parseKernelConfig } from '../kernel/config.ts';
import { type KernelOrigin, kernelFacts, type PackagedOrigin } from '../kernel/metadata.ts';
import { architectureNames } from '../shared/architectures.ts';
import { kernelVersion } from './kernel-modules.ts';
import type { ImageOptions } from './options.ts';
import { unpackedDebs } from './unpacked.ts';

/** The kernel of an image, and the tree that its modules are taken from. */
export interface ImageKernel {
  /** `uname -r`. */
  readonly version: string;
  readonly file: string;
  /** /boot and /usr/lib/modules, as in Debian's packages. */
  readonly tree: string;
  readonly origin: KernelOrigin;
  /** What `tree` was made of, for the manifest; sha256 in hexadecimal. */
  readonly package: { readonly name: string; readonly version: string; readonly sha256: string };
  /** Undefined for a file that was given in place of the package's. */
  readonly config: KernelConfig | undefined;
  /** Changes with the content of `tree`. */
  readonly identity: string;
}

/**
 * The kernel that the options name. Throws 'modules-mismatch' where a file was given whose version
 * is not the one that the modules are for, and 'file-not-found' where none was built.
 */
export async function imageKernel(
  apt: AptState,
  { arch, flavour, kernel }: ImageOptions,
): Promise<ImageKernel> {
  if (flavour === 'built') {
    const { tree, metadata } = await builtKernel(arch);
    const { origin, image } = metadata;
    return givenOr(kernel, { tree, origin, identity: image.sha256 });
  }
  const { debian } = architectureNames[arch];
  const kind = flavour === 'cloud' ? 'cloud-' : '';
  const deb = await kernelPackage(apt, `linux-image-${kind}${debian}`);
  const { package: name, version, sha256 } = deb;
  const origin = { kind: 'package', name, version, sha256 } as const;
  return givenOr(kernel, {
    tree: await unpackedDebs('kernel', [deb]),
    origin,
    identity: sha256,
  });
}

async function givenOr(
  file: string | undefined,
  unpacked: { tree: string; origin: PackagedOrigin; identity: string },
): Promise<ImageKernel> {
  const { tree, origin, identity } = unpacked;
  const version = await kernelVersion(tree);
  const { name, version: packageVersion, sha256 } = origin;
  const common = { version, tree, package: { name, version: packageVersion, sha256 }, identity };
  if (file !== undefined) {
    await requireVersion(file, version);
    const given = { kind: 'file', name: basename(file) } as const;
    return { ...common, file, origin: given, config: undefined };
  }
  const configFile = join(tree, 'boot', `config-${version}`);
  const config = parseKernelConfig(await readFile(configFile, 'utf8'), configFile);
  return { ...common, file: join(tree, 'boot', `vmlinuz-${version}`), origin, config };
}

/** The kernel refuses modules of another version when it is too late to say so. */
export async function requireVersion(file: string, version: string): Promise<void> {
  const facts = await kernelFacts(file).catch((error: unknown) => {
    throw error instanceof FormatError ? noKernel(file, error) : error;
  });
  // A compressed kernel of arm64 does not tell.
  if (facts.version === '' || facts.version === version) return;
  throw new WebbootError(
    'modules-mismatch',
    `${file} is kernel ${facts.version}, but the modules are for ${version}.`,
    {
      subject: file,
      remedy: "Give the package's own kernel, rebuilt or signed, or run npm run kernel -- build.",
    },
  );
}

function noKernel(file: string, cause: FormatError): WebbootError {
  return new WebbootError(
    'kernel-unreadable',
    `${file} is not a bootable kernel: ${cause.message}`,
    {
      subject: file,
      remedy: 'Give a bzImage (x86_64) or an Image (aarch64).',
      cause,
    },
  );
}

/** The package with the kernel's version in its name, which the metapackage depends on. */
async function kernelPackage(apt: AptState, metapackage: string): Promise<Deb> {
  const [record] = await apt.records([metapackage]);
  const name = record?.depends.find((dependency) => /^linux-image-\d/.test(dependency));
  const [deb] = name === undefined ? [] : await apt.download([name]);
  if (deb !== undefined) return deb;
  throw oddLists(`${metapackage} depends on no kernel.`);
}
