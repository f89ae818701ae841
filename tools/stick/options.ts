import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WebbootError } from '../../src/errors.ts';

/** Through whom firmware with Secure Boot comes to trust the boot loader, if it has to. */
export const secureBootWays = ['debian', 'off'] as const;
export type SecureBootWay = (typeof secureBootWays)[number];

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
  readonly secureBoot: SecureBootWay;
}

export const stickUsage = `
A stick or a CD (the kernel is then the one for hardware, unless --flavour says otherwise):
  --usb FILE             writes a disk image for USB sticks and disks: UEFI, Secure Boot, BIOS
  --size 2G              size of the disk image; the least possible without; it grows on the stick
  --iso-out FILE         writes an ISO for CDs, virtual machines and sticks
  --iso FILE             an ISO for Images/ on the stick; may be repeated
  --secure-boot debian   debian: shim and GRUB as Debian signed them; off: GRUB alone
`;

const text = { type: 'string' } as const;
const own = {
  usb: text,
  size: text,
  'iso-out': text,
  'secure-boot': text,
} as const;

/**
 * Takes the options for sticks off an image's arguments; `stick` is undefined where no stick is
 * asked for. Throws 'usage' with what is wrong.
 */
export function takeStickArguments(args: readonly string[]): {
  readonly stick: StickOptions | undefined;
  readonly rest: readonly string[];
} {
  const all = { ...own, iso: { ...text, multiple: true } } as const;
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
    if (first !== undefined) throw wrong(`--${first} is for --usb or --iso-out`);
    return { stick: undefined, rest };
  }
  return { rest, stick: stickOptions(mine) };
}

function stickOptions(values: ReturnType<typeof parseOwn>): StickOptions {
  const { usb, size, iso = [] } = values;
  const isoOut = values['iso-out'];
  if (usb === undefined && (iso.length > 0 || size !== undefined)) {
    throw wrong('--size and --iso are for --usb');
  }
  return {
    ...(usb === undefined ? {} : { usb: resolve(usb) }),
    ...(isoOut === undefined ? {} : { isoOut: resolve(isoOut) }),
    ...(size === undefined ? {} : { size: parseSize(size) }),
    isos: iso.map((file) => resolve(file)),
    secureBoot: secureBootWay(values['secure-boot'] ?? 'debian'),
  };
}

function parseOwn(args: readonly string[]) {
  try {
    const options = { ...own, iso: { ...text, multiple: true } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function secureBootWay(value: string): SecureBootWay {
  const found = secureBootWays.find((way) => way === value);
  if (found === undefined) {
    throw wrong(`--secure-boot ${value}: one of ${secureBootWays.join(', ')}`);
  }
  return found;
}

const units: Readonly<Record<string, number>> = { M: 2 ** 20, G: 2 ** 30 };

function parseSize(value: string): number {
  const [, digits, unit] = /^(\d{1,6})([MG])$/.exec(value) ?? [];
  if (digits === undefined) throw wrong(`--size ${value}: a number with M or G, such as 2G`);
  return Number(digits) * (units[unit ?? ''] ?? 1);
}

function wrong(message: string, cause?: unknown): WebbootError {
  return new WebbootError('usage', message, { remedy: 'npm run image -- --help', cause });
}
