import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WebbootError } from '../../src/errors.ts';
import type { OwnKey } from './own-key.ts';

/** Through whom firmware with Secure Boot comes to trust the boot loader, if it has to. */
export type SecureBoot =
  | { readonly way: 'debian' }
  | { readonly way: 'off' }
  | { readonly way: 'own' /** Made where none is given. */; readonly key?: OwnKey };

/** A stick or a CD to be made of an image. */
export interface StickOptions {
  /** Disk image to be written. */
  readonly usb?: string;
  /** Bytes of the disk image; the least possible without. */
  readonly size?: number;
  /** ISO image to be written. */
  readonly isoOut?: string;
  /** Files for `Images/`. */
  readonly isos: readonly string[];
  /** Rows of the catalogue whose images are fetched for `Images/`. */
  readonly distros: readonly string[];
  readonly secureBoot: SecureBoot;
  /** With a partition that Chromebooks boot from. */
  readonly chromeos?: boolean;
}

export const stickUsage = `
A stick or a CD (the kernel is then the one for hardware, unless --flavour says otherwise):
  --usb FILE             writes a disk image for USB sticks and disks: UEFI, Secure Boot and, on
                         x86_64, BIOS
  --size 2G              size of the disk image; the least possible without; it grows on the stick
  --iso-out FILE         writes an ISO for CDs, virtual machines and sticks
  --iso FILE             an ISO for Images/ on the stick, with the files FILE.* that verify it
                         (signature, checksums); may be repeated
  --distro ID            the same, of the catalogue: fetched and verified first; may be repeated
  --images-partition     a partition for Images/ and settings, which a stick has anyway
  --chromeos             a partition that Chromebooks in developer mode boot from; x86_64 only
  --secure-boot debian   debian: shim and GRUB as Debian signed them; own: signed by your own key,
                         too; off: GRUB alone
  --secure-boot-key FILE, --secure-boot-certificate FILE
                         your own key, PEM; else one is made and kept in build/secure-boot
`;

const text = { type: 'string' } as const;
const own = {
  usb: text,
  size: text,
  'iso-out': text,
  distro: { ...text, multiple: true },
  'images-partition': { type: 'boolean' },
  chromeos: { type: 'boolean' },
  'secure-boot': text,
  'secure-boot-key': text,
  'secure-boot-certificate': text,
} as const;
/** `--iso` is the image's own where no stick is asked for. */
const all = { ...own, iso: { ...text, multiple: true } } as const;

/**
 * Takes the options for sticks off an image's arguments; `stick` is undefined where no stick is
 * asked for. Throws 'usage' with what is wrong.
 */
export function takeStickArguments(args: readonly string[]): {
  readonly stick: StickOptions | undefined;
  readonly rest: readonly string[];
} {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: all,
    strict: false,
    tokens: true,
  });
  const isMine = (name: string) =>
    name in own || (name === 'iso' && (values.usb ?? values['iso-out']) !== undefined);
  const taken = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== 'option' || !isMine(token.name)) continue;
    taken.add(token.index);
    if (token.inlineValue === false) taken.add(token.index + 1);
  }
  const rest = args.filter((_, index) => !taken.has(index));
  const mine = parseOwn(args.filter((_, index) => taken.has(index)));
  if (mine.usb === undefined && mine['iso-out'] === undefined) {
    const [first] = Object.keys(mine).filter((name) => name !== 'iso');
    if (first !== undefined) throw wrong(`--${first} needs --usb or --iso-out.`);
    return { stick: undefined, rest };
  }
  return { rest, stick: stickOptions(mine) };
}

/** A CD has no place for them. */
const forSticks = ['size', 'iso', 'distro', 'images-partition', 'chromeos'] as const;

function stickOptions(values: ReturnType<typeof parseOwn>): StickOptions {
  const { usb, size, iso = [], distro = [] } = values;
  const isoOut = values['iso-out'];
  const [misplaced] = forSticks.filter((name) => values[name] !== undefined);
  if (usb === undefined && misplaced !== undefined) throw wrong(`--${misplaced} needs --usb.`);
  return {
    ...(usb === undefined ? {} : { usb: resolve(usb) }),
    ...(isoOut === undefined ? {} : { isoOut: resolve(isoOut) }),
    ...(size === undefined ? {} : { size: parseSize(size) }),
    isos: iso.map((file) => resolve(file)),
    distros: distro,
    secureBoot: parseSecureBoot(values),
    ...(values.chromeos === true ? { chromeos: true } : {}),
  };
}

function parseOwn(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: all }).values;
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function parseSecureBoot(values: ReturnType<typeof parseOwn>): SecureBoot {
  const { 'secure-boot': way = 'debian', ...rest } = values;
  const key = rest['secure-boot-key'];
  const certificate = rest['secure-boot-certificate'];
  if ((key === undefined) !== (certificate === undefined)) {
    throw wrong('--secure-boot-key and --secure-boot-certificate must be given together.');
  }
  if (way === 'own') {
    if (key === undefined || certificate === undefined) return { way };
    return { way, key: { key: resolve(key), certificate: resolve(certificate) } };
  }
  if (key !== undefined) throw wrong('--secure-boot-key needs --secure-boot own.');
  if (way === 'debian' || way === 'off') return { way };
  throw wrong(`--secure-boot must be debian, own or off, not ${way}.`);
}

const units: Readonly<Record<string, number>> = { M: 2 ** 20, G: 2 ** 30 };

function parseSize(value: string): number {
  const [, digits, unit] = /^(\d{1,6})([MG])$/.exec(value) ?? [];
  if (digits === undefined)
    throw wrong(`--size must be a number with M or G, such as 2G, not ${value}.`);
  return Number(digits) * (units[unit ?? ''] ?? 1);
}

function wrong(message: string, cause?: unknown): WebbootError {
  return new WebbootError('usage', message, { remedy: 'See npm run image -- --help.', cause });
}
