import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileContext } from '../boot/files/file-context.ts';
import { expectationByGiven, type GivenFiles, signedDigests } from '../boot/files/own-files.ts';
import { verifyFile } from '../boot/files/verify-file.ts';
import { fetchExpectation } from '../boot/stages/peek.ts';
import type { Expectation } from '../core/image/trust.ts';
import { jsonLine, printable } from '../core/printable.ts';
import { WebbootError } from '../errors.ts';
import type { SmallFile } from '../ports/network.ts';
import type { OptionDescriptions } from './command-description.ts';
import { type CommandInput, defineCommand, usageError } from './define-command.ts';
import { trustText } from './event-text.ts';
import type { OpenFetchContext } from './fetch.ts';
import type { CliIo } from './io.ts';

const name = 'webboot verify';

const options = {
  distro: {
    type: 'string',
    value: 'ID',
    help: 'DISTRO or DISTRO/VARIANT from the catalogue; its mirrors are asked.',
    complete: 'distro',
  },
  checksums: {
    type: 'string',
    value: 'FILE',
    help: 'A checksum file, clearsigned or with --signature.',
    complete: 'file',
  },
  signature: {
    type: 'string',
    value: 'FILE',
    help: 'An OpenPGP, minisign or signify signature of the checksum file, or of FILE.',
    complete: 'file',
  },
  key: {
    type: 'string',
    multiple: true,
    default: [],
    value: 'FILE',
    help: 'A public key that you trust. May be given several times.',
    complete: 'file',
  },
  json: { type: 'boolean', default: false, help: 'Print the result as JSON.' },
} satisfies OptionDescriptions;

export const verifyCommand = defineCommand({
  name,
  usage: [
    'FILE --distro ID',
    '--checksums FILE [--signature FILE] --key FILE [FILE]',
    '--signature FILE --key FILE FILE',
  ],
  about:
    "Verifies an image by its distribution's signature. Without FILE, prints the digests that are signed. The exit status is 0 only if the image is signed by a pinned key or by one given with --key.",
  options,
  examples: [
    { line: 'webboot verify debian.iso --distro debian', help: 'With the key in the catalogue.' },
    {
      line: 'webboot verify --checksums SHA256SUMS --signature SHA256SUMS.sign --key own.asc my.iso',
      help: 'With a key of your own.',
    },
  ],
  complete: 'file',
  run: verify,
});

interface VerifyOptions {
  readonly file: string | undefined;
  readonly distro: string | undefined;
  readonly checksums: string | undefined;
  readonly signature: string | undefined;
  readonly keys: readonly string[];
  readonly json: boolean;
}

/** What a file is to be judged by, and with which keys. */
interface Judge {
  readonly expectation: Expectation;
  readonly keyring: FileContext['keyring'];
}

interface Tools extends Pick<FileContext, 'files' | 'clock'> {
  /** Asked for only with `--distro`. */
  readonly open: OpenFetchContext;
}

async function verify(
  input: CommandInput<typeof options>,
  io: CliIo,
  tools: Tools,
): Promise<number> {
  const given = readOptions(input);
  const { file, distro } = given;
  if (file === undefined) {
    await listSigned(given, io, tools);
    return 0;
  }
  await tools.files.sizeOf(file);
  const judge =
    distro === undefined
      ? await judgeByFiles(file, given, tools)
      : await judgeByDistro({ file, distro }, io, tools);
  const { expectation, keyring } = judge;
  const trust = await verifyFile(file, expectation, { ...tools, keyring, signal: io.signal });
  if (trust.kind === 'unverified') {
    throw new WebbootError('unverified-image', `${file} cannot be verified: ${trust.reason}`, {
      subject: file,
      remedy: 'Compare its digest with one from a source that you trust.',
    });
  }
  io.stdout(given.json ? `${jsonLine({ file, trust })}\n` : `${file}: ${trustText(trust)}\n`);
  return 0;
}

function readOptions({ values, positionals }: CommandInput<typeof options>): VerifyOptions {
  const [file, ...rest] = positionals;
  const { distro, checksums, signature, key: keys, json } = values;
  if (rest.length > 0) throw usageError(name, 'Name one file at a time.');
  const own = checksums !== undefined || signature !== undefined || keys.length > 0;
  if (distro === undefined ? !own : own) {
    throw usageError(name, 'Give either --distro, or --checksums or --signature with --key.');
  }
  if (own && keys.length === 0) throw usageError(name, 'Give the key that you trust with --key.');
  if (own && checksums === undefined && signature === undefined) {
    throw usageError(name, '--key needs --checksums or --signature.');
  }
  if (file === undefined && checksums === undefined)
    throw usageError(name, 'Name the file to verify.');
  return { file, distro, checksums, signature, keys, json };
}

async function listSigned(options: VerifyOptions, io: CliIo, tools: Tools): Promise<void> {
  const signed = await signedDigests(await readOwnFiles(options, tools), tools.clock());
  if (signed === undefined) throw usageError(name, 'Name the file to verify.');
  const { lines, trust } = signed;
  if (lines.length === 0) {
    throw new WebbootError('digest-missing', 'The signed file contains no digests.', {
      subject: options.checksums,
      remedy: 'Give the checksum file of the release.',
    });
  }
  if (options.json) {
    io.stdout(`${jsonLine({ trust, digests: lines })}\n`);
    return;
  }
  for (const { algorithm, hex, name } of lines) {
    io.stdout(`${algorithm} ${hex}${name === undefined ? '' : `  ${printable(name)}`}\n`);
  }
  io.stderr(`${trustText(trust)}\n`);
}

async function judgeByFiles(file: string, options: VerifyOptions, tools: Tools): Promise<Judge> {
  const given = await readOwnFiles(options, tools);
  return expectationByGiven(given, basename(file), tools.clock());
}

async function judgeByDistro(
  { file, distro }: { readonly file: string; readonly distro: string },
  io: CliIo,
  { open }: Tools,
): Promise<Judge> {
  const context = await open({ env: io.env });
  const source = await context.select(distro, io);
  const asked = { ...context, signal: io.signal };
  const named = fetchExpectation({ ...source, fileName: basename(file) }, asked);
  const expectation = await named.catch((error: unknown) => {
    // A file under another name may still be the newest image: its digest will tell.
    const renamed = error instanceof WebbootError && error.code === 'digest-missing';
    if (renamed) return fetchExpectation(source, asked);
    throw error;
  });
  return { expectation, keyring: context.keyring };
}

async function readOwnFiles(options: VerifyOptions, { files }: Tools): Promise<GivenFiles> {
  const read = async (path: string): Promise<SmallFile> => {
    if ((await files.sizeOf(path)) > smallFileBytes) {
      throw usageError(name, `${path} is too large for a checksum file, a signature or a key.`);
    }
    return { url: path, bytes: await readFile(path) };
  };
  const { checksums, signature, keys } = options;
  return {
    ...(checksums === undefined ? {} : { checksums: await read(checksums) }),
    ...(signature === undefined ? {} : { signature: await read(signature) }),
    keys: await Promise.all(keys.map(read)),
  };
}

const smallFileBytes = 16 * 1024 * 1024;
