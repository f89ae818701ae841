import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { createByteReader } from '../byte-reader.ts';
import { decompress } from '../compression/decompress.ts';
import { sniffBytes, sniffCompression } from '../compression/sniff.ts';
import { readCpioArchive } from '../cpio/reader.ts';
import { readChunks } from '../random-access.ts';
import { createWorkBudget, type WorkBudget } from '../work-budget.ts';
import { type ArMember, readArMembers } from './ar.ts';
import {
  type FileTaker,
  mostPackageFiles,
  type PackageFacts,
  relativePath,
} from './package-files.ts';
import { readRpm } from './rpm.ts';
import { readTarFiles } from './tar.ts';

interface Options {
  readonly signal?: AbortSignal;
  /** Shared by all of the package's archives. */
  readonly budget: WorkBudget;
}

/** Names of the files in which tar packages describe themselves. */
const descriptions = { control: 'control', pkginfo: '.PKGINFO' } as const;
const mostDescriptionBytes = 64 << 10;

/**
 * Hands files of a distro's package to `taker`: a Debian `.deb`, an `.rpm`, an Alpine `.apk` (version
 * 2) or an Arch `.pkg.tar.*`. Undefined for what is no package by its first bytes; a compressed file
 * counts as one only if it holds a `.PKGINFO`. Nothing of a package is trusted or verified. Throws
 * FormatError.
 */
export async function readPackage(
  file: RandomAccess,
  taker: FileTaker,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<PackageFacts | undefined> {
  const budget = createWorkBudget({ signal });
  const options = { budget, ...(signal === undefined ? {} : { signal }) };
  const rpm = await readRpm(file, options);
  if (rpm !== undefined) {
    await readCpioFiles(unpacked(rpm.payload, options), taker);
    return rpm.facts;
  }
  const members = await readArMembers(file, options);
  if (members !== undefined) return readDeb(members, taker, options);
  const start = await file.read(0, sniffBytes, options);
  if (Buffer.from(start.subarray(0, 3)).toString('latin1') === 'ADB') {
    throw new FormatError('apk', 0, 'packages of version 3 are not read');
  }
  return sniffCompression(start) === undefined ? undefined : readPkginfo(file, taker, options);
}

/** deb(5): `control.tar.*` tells of the package, `data.tar.*` has its files. */
async function readDeb(
  members: readonly ArMember[],
  taker: FileTaker,
  options: Options,
): Promise<PackageFacts> {
  const [control, data] = ['control.tar', 'data.tar'].map((wanted) =>
    members.find(({ name }) => name === wanted || name.startsWith(`${wanted}.`)),
  );
  if (data === undefined) throw new FormatError('deb', 0, 'has no data archive');
  const description = createDescription(descriptions.control);
  if (control !== undefined) await readTarFiles(unpacked(control.content, options), description);
  await readTarFiles(unpacked(data.content, options), taker);
  const fields = description.fields(/^([A-Z][\w-]*):(.*)$/);
  return {
    kind: 'deb',
    name: fields.get('Package') ?? '',
    version: fields.get('Version') ?? '',
    architecture: fields.get('Architecture') ?? '',
  };
}

/** An apk is several gzip members that together are one tar archive; only it has signatures in front. */
async function readPkginfo(
  file: RandomAccess,
  taker: FileTaker,
  options: Options,
): Promise<PackageFacts | undefined> {
  const description = createDescription(descriptions.pkginfo);
  let isApk = false;
  await readTarFiles(unpacked(file, options), {
    wants: (path, size) => {
      isApk ||= path.startsWith('.SIGN.');
      return description.wants(path, size) || taker.wants(path, size);
    },
    take: (path, bytes) => (path === descriptions.pkginfo ? description : taker).take(path, bytes),
  });
  const fields = description.fields(/^([a-z]+) = (.*)$/);
  if (!fields.has('pkgname')) return undefined;
  return {
    kind: isApk ? 'apk' : 'pacman',
    name: fields.get('pkgname') ?? '',
    version: fields.get('pkgver') ?? '',
    architecture: fields.get('arch') ?? '',
  };
}

interface Description extends FileTaker {
  fields(line: RegExp): ReadonlyMap<string, string>;
}

/** Takes one text file; the first line of a field counts. */
function createDescription(wanted: string): Description {
  let text = '';
  return {
    wants: (path, size) => path === wanted && size <= mostDescriptionBytes,
    take(_, bytes) {
      text = new TextDecoder().decode(bytes);
    },
    fields(line) {
      const fields = new Map<string, string>();
      for (const each of text.split('\n')) {
        const [, name, value = ''] = line.exec(each) ?? [];
        if (name !== undefined && !fields.has(name)) fields.set(name, value.trim());
      }
      return fields;
    },
  };
}

async function readCpioFiles(source: AsyncIterable<Uint8Array>, taker: FileTaker): Promise<void> {
  const reader = createByteReader(source, 'cpio');
  let files = 0;
  try {
    for await (const record of readCpioArchive(reader)) {
      files += 1;
      if (files > mostPackageFiles) throw new FormatError('cpio', record.offset, 'too many files');
      const path = relativePath(record.path);
      if (record.kind !== 'file' || !taker.wants(path, record.size)) continue;
      const parts: Uint8Array[] = [];
      for await (const part of record.data()) parts.push(part.slice());
      taker.take(path, Buffer.concat(parts));
    }
  } finally {
    await reader.close();
  }
}

/** As it is, where it is not compressed. */
async function* unpacked(file: RandomAccess, options: Options): AsyncGenerator<Uint8Array> {
  const start = await file.read(0, sniffBytes, options);
  const chunks = readChunks(file, options);
  if (sniffCompression(start) !== undefined) {
    yield* decompress(chunks, options.budget);
    return;
  }
  for await (const chunk of chunks) {
    await options.budget.pay({ packed: chunk.length, unpacked: chunk.length });
    yield chunk;
  }
}
