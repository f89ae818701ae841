import { isAbsolute, normalize, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WebbootError } from '../../src/errors.ts';
import { type MachineArchitecture, machineArchitectures } from '../shared/architectures.ts';

export const compressions = ['zstd', 'xz', 'gzip', 'none'] as const;
export type Compression = (typeof compressions)[number];

/**
 * Debian's kernels, the small one for virtual machines and the one for hardware, and the one that
 * `npm run kernel` built, for both.
 */
export const flavours = ['cloud', 'generic', 'built'] as const;
export type Flavour = (typeof flavours)[number];

/** A file of the host and its absolute path in the image. */
export interface ExtraFile {
  readonly source: string;
  readonly path: string;
}

export interface ImageOptions {
  readonly arch: MachineArchitecture;
  readonly flavour: Flavour;
  readonly compress: Compression;
  /** Wi-Fi, for hardware: drivers, the firmware that they name, and what joins networks. */
  readonly wifiFirmware: boolean;
  /** Wi-Fi without the firmware, which simulated radios do without: two thirds of the size. */
  readonly withoutFirmware?: boolean;
  /** Also makes an initramfs without /usr, small enough for the loader of Chromebooks. */
  readonly chromeos?: boolean;
  /** Directory of the results; by default one for what is asked for. */
  readonly out?: string;
  /** A kernel image in place of Debian's, whose modules stay. */
  readonly kernel?: string;
  readonly extraFiles: readonly ExtraFile[];
  /** An ISO that travels along, and is offered as a local image. */
  readonly iso?: string;
  /** A file with the public keys that may log in over SSH; no SSH without. */
  readonly sshKeys?: string;
  /** Speech and braille; neither without. */
  readonly accessibility?: boolean;
  /** Kernel parameters for whoever boots the image. */
  readonly append: string;
}

/** What decides about programs, kernel modules and firmware. */
export type ImageContents = Pick<
  ImageOptions,
  'arch' | 'flavour' | 'wifiFirmware' | 'sshKeys' | 'accessibility'
>;

export const defaultOptions: ImageOptions = {
  arch: 'x86_64',
  flavour: 'cloud',
  compress: 'zstd',
  wifiFirmware: false,
  extraFiles: [],
  append: '',
};

export const usage = `usage: npm run image -- [options]
  --arch x86_64          architecture of the machine to boot, or aarch64
  --flavour cloud        the kernel: Debian's for virtual machines (cloud) or hardware (generic),
                         or what npm run kernel built (built), which is meant where it is there
  --wifi-firmware        Wi-Fi for the usual chips; not for the flavour cloud
  --out DIR              results; default build/image/<arch>-<flavour>[-wifi][-ssh]...
  --compress zstd        zstd, xz, gzip or none
  --kernel FILE          this kernel image instead of the package's, with the package's modules
  --file SRC:DST         adds a file at the absolute path DST; may be repeated
  --iso FILE             an ISO that travels along, offered in the menu as a local image
  --ssh-keys FILE        the menu over SSH, for these public keys (docs/remote.md)
  --accessibility        speech, and braille displays on USB (docs/accessibility.md); not for the
                         flavour cloud
  --append PARAMS        kernel parameters, recorded for whoever boots the image
`;

/**
 * Reads the command's arguments; throws 'usage' with what is wrong. Paths become absolute.
 * `usualFlavour` tells which one is meant where none is named.
 */
export function parseImageArguments(
  args: readonly string[],
  usualFlavour: (arch: MachineArchitecture) => Flavour = () => defaultOptions.flavour,
): ImageOptions | 'help' {
  const values = rawValues(args);
  if (values.help) return 'help';
  const { out, kernel, iso, 'ssh-keys': sshKeys } = values;
  const arch = oneOf('--arch', values.arch, machineArchitectures);
  const flavour = oneOf('--flavour', values.flavour ?? usualFlavour(arch), flavours);
  const wifiFirmware = values['wifi-firmware'];
  if (wifiFirmware && flavour === 'cloud') {
    throw usageError('--wifi-firmware needs --flavour generic: this kernel has no Wi-Fi drivers.');
  }
  const { accessibility } = values;
  if (accessibility && flavour === 'cloud') {
    throw usageError('--accessibility needs --flavour generic: this kernel has no sound drivers.');
  }
  return {
    arch,
    flavour,
    wifiFirmware,
    compress: oneOf('--compress', values.compress, compressions),
    extraFiles: values.file.map(parseExtraFile),
    append: values.append,
    ...(out === undefined ? {} : { out: resolve(out) }),
    ...(kernel === undefined ? {} : { kernel: resolve(kernel) }),
    ...(iso === undefined ? {} : { iso: resolve(iso) }),
    ...(sshKeys === undefined ? {} : { sshKeys: resolve(sshKeys) }),
    ...(accessibility ? { accessibility } : {}),
  };
}

function rawValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        arch: { type: 'string', default: defaultOptions.arch },
        flavour: { type: 'string' },
        compress: { type: 'string', default: defaultOptions.compress },
        'wifi-firmware': { type: 'boolean', default: defaultOptions.wifiFirmware },
        out: { type: 'string' },
        kernel: { type: 'string' },
        file: { type: 'string', multiple: true, default: [] },
        iso: { type: 'string' },
        'ssh-keys': { type: 'string' },
        accessibility: { type: 'boolean', default: false },
        append: { type: 'string', default: defaultOptions.append },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (cause) {
    throw usageError(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function parseExtraFile(text: string): ExtraFile {
  const colon = text.lastIndexOf(':');
  const path = normalize(text.slice(colon + 1));
  if (colon < 1 || !isAbsolute(path) || path.endsWith('/')) {
    throw usageError(
      `--file must be SRC:DST, where DST is the absolute path of a file, not ${text}.`,
    );
  }
  return { source: resolve(text.slice(0, colon)), path };
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined)
    throw usageError(`${option} must be one of ${allowed.join(', ')}, not ${value}.`);
  return found;
}

function usageError(message: string, cause?: unknown): WebbootError {
  return new WebbootError('usage', message, { remedy: 'See npm run image -- --help.', cause });
}
