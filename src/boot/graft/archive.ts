import { defined } from '../../core/defined.ts';
import type { NetworkToHandOn } from '../../core/network/handed-network.ts';
import {
  type CpioEntry,
  cpioFileHead,
  cpioPadding,
  cpioTrailer,
} from '../../formats/cpio/writer.ts';
import { concatAccess, memoryAccess } from '../../formats/random-access.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { GraftModule } from './collect-modules.ts';
import { type DeliveredFile, deliveryEntries } from './delivery.ts';
import { hookScript } from './hook.ts';

export interface HookFiles {
  readonly busybox: Uint8Array;
  readonly modules: readonly GraftModule[];
  readonly blockDevice: string;
  readonly init: string;
  readonly carriesImage: boolean;
  readonly rawAt?: number;
  /** Given to the live system, where it is to be. */
  readonly network?: NetworkToHandOn;
  /** Files of the person's own for the live system's root. */
  readonly files?: readonly DeliveredFile[];
  /** The script by which the live system serves its image. */
  readonly serve?: string;
  /** For the target's keyring. */
  readonly secrets?: KeyringSecrets;
}

/** Keys by their names, and the program that hands them to the kernel. */
export interface KeyringSecrets {
  readonly addKey: Uint8Array;
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

/**
 * The hook with what it loads. All of it lies in one directory of its own: an entry for a
 * directory that the image's own initrd has as a symbolic link (`lib`) would break that.
 */
export function hookEntries(hook: HookFiles): CpioEntry[] {
  const { busybox, modules, blockDevice, init, carriesImage, rawAt, network, secrets } = hook;
  const { files = [], serve } = hook;
  const delivers = network !== undefined || files.length > 0 || serve !== undefined;
  const names = modules.map(({ fileName }) => fileName);
  const script = hookScript({
    modules: names,
    blockDevice,
    init,
    delivers,
    ...defined({ rawAt }),
    secrets: secrets !== undefined,
    ...(carriesImage ? { image: `/${carriedPath}` } : {}),
  });
  return [
    ...['webboot', 'webboot/dev', 'webboot/proc', 'webboot/sys'].map(
      (path): CpioEntry => ({ kind: 'directory', path }),
    ),
    executable('webboot/busybox', busybox),
    executable('webboot/init', new TextEncoder().encode(script)),
    ...modules.map(({ fileName, bytes }) => executable(`webboot/${fileName}`, bytes)),
    ...(delivers ? deliveryEntries({ files, ...defined({ network, serve }) }) : []),
    ...(secrets === undefined ? [] : secretEntries(secrets)),
  ];
}

function secretEntries({ addKey, keys }: KeyringSecrets): readonly CpioEntry[] {
  return [
    executable('webboot/add-key', addKey),
    { kind: 'directory', path: 'webboot/secrets', mode: 0o700 },
    ...[...keys].map(
      ([name, data]): CpioEntry => ({
        ...{ kind: 'file', path: `webboot/secrets/${name}` },
        ...{ mode: 0o600, data },
      }),
    ),
  ];
}

/** Outside of the hook's directory, which goes: whoever deletes it, the loop device keeps it open. */
const carriedPath = 'webboot.iso';

/** The image as an archive of one file, which is read when the initrd is written. */
export function carriedImage(image: RandomAccess): RandomAccess {
  const head = cpioFileHead({ kind: 'file', path: carriedPath, size: image.size }, 1);
  const tail = Buffer.concat([cpioPadding(image.size), cpioTrailer()]);
  return concatAccess([memoryAccess(head), image, memoryAccess(tail)]);
}

function executable(path: string, data: Uint8Array): CpioEntry {
  return { kind: 'file', path, mode: 0o755, data };
}
