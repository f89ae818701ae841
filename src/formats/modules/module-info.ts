import { FormatError } from '../../errors.ts';
import { findElfSection } from './elf-section.ts';
import { moduleName } from './module-name.ts';

/** What a kernel module says of itself; `modinfo(8)` prints the same fields. */
export interface ModuleInfo {
  /** With `_`, as `lsmod` prints it; '' where the module does not tell (before Linux 4.13). */
  readonly name: string;
  /** "6.12.48+deb13-amd64 SMP preempt mod_unload modversions " without the space at its end. */
  readonly vermagic: string;
  /** Names of the modules that it needs, with `_`. */
  readonly depends: readonly string[];
  readonly license: string;
  readonly aliases: readonly string[];
  /** Files below /lib/firmware that it may ask for, with `*` for anything. */
  readonly firmware: readonly string[];
  /** A signature is appended; not that this kernel trusts it. */
  readonly signed: boolean;
}

const signatureMark = '~Module signature appended~\n';

/**
 * Reads the `.modinfo` section of an uncompressed module (ELF, 32 or 64 bits, little-endian):
 * `key=value` strings, each ended by NUL. Source: include/linux/moduleparam.h and
 * Documentation/admin-guide/module-signing.rst of Linux. Throws FormatError 'elf' or 'modinfo'.
 */
export function readModuleInfo(bytes: Uint8Array): ModuleInfo {
  const section = findElfSection(bytes, '.modinfo');
  if (section === undefined) throw new FormatError('modinfo', 0, 'no .modinfo section');
  const values = new Map<string, string[]>();
  for (const field of new TextDecoder().decode(section).split('\0')) {
    const equals = field.indexOf('=');
    if (equals < 1) continue;
    const key = field.slice(0, equals);
    const list = values.get(key) ?? [];
    list.push(field.slice(equals + 1));
    values.set(key, list);
  }
  const first = (key: string) => values.get(key)?.[0] ?? '';
  const tail = bytes.subarray(Math.max(0, bytes.length - signatureMark.length));
  return {
    name: moduleName(first('name')),
    vermagic: first('vermagic').trimEnd(),
    depends: first('depends').split(',').filter(Boolean).map(moduleName),
    license: first('license'),
    aliases: values.get('alias') ?? [],
    firmware: values.get('firmware') ?? [],
    signed: new TextDecoder('latin1').decode(tail) === signatureMark,
  };
}
