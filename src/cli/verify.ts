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
import { trustText } from './event-text.ts';
import type { OpenFetchContext } from './fetch.ts';
import type { CliIo } from './io.ts';
import { parseArguments } from './parse-arguments.ts';

const usage = `usage: webboot verify FILE --distro ID
       webboot verify --checksums F [--signature F] --key F [FILE]
       webboot verify --signature F --key F FILE

Verifies an image by its distribution's signature. Without FILE, prints the digests that are
signed. Exits with 0 only where a key that is pinned, or given by --key, has signed it.

  --distro ID        as in the catalogue: distro or distro/variant; asks its mirrors
  --checksums FILE   a checksum file, clearsigned or with --signature
  --signature FILE   OpenPGP, minisign or signify; of the checksum file, or else of FILE itself
  --key FILE         a public key that you trust; may be repeated
  --json             the result as JSON
`;

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

/** Returns the exit status; throws WebbootError. */
export async function runVerify(argv: readonly string[], io: CliIo, tools: Tools): Promise<number> {
  const options = parseVerifyOptions(argv);
  if (options === undefined) {
    io.stdout(usage);
    return 0;
  }
  const { file, distro } = options;
  if (file === undefined) {
    await listSigned(options, io, tools);
    return 0;
  }
  await tools.files.sizeOf(file);
  const judge =
    distro === undefined
      ? await judgeByFiles(file, options, tools)
      : await judgeByDistro({ file, distro }, io, tools);
  const { expectation, keyring } = judge;
  const trust = await verifyFile(file, expectation, { ...tools, keyring, signal: io.signal });
  if (trust.kind === 'unverified') {
    throw new WebbootError('unverified-image', `Nobody vouches for ${file}: ${trust.reason}`, {
      subject: file,
      remedy: 'Compare its digest with one from a source that you trust.',
    });
  }
  io.stdout(options.json ? `${jsonLine({ file, trust })}\n` : `${file}: ${trustText(trust)}\n`);
  return 0;
}

function parseVerifyOptions(argv: readonly string[]): VerifyOptions | undefined {
  const { values, positionals } = parseFlags(argv);
  if (values.help) return undefined;
  const [file, ...rest] = positionals;
  const { distro, checksums, signature, key: keys, json } = values;
  if (rest.length > 0) throw usageError('One file is verified at a time.');
  const own = checksums !== undefined || signature !== undefined || keys.length > 0;
  if (distro === undefined ? !own : own) {
    throw usageError('Either --distro is given, or --checksums or --signature with --key.');
  }
  if (own && keys.length === 0) throw usageError('Without --key nothing is trusted.');
  if (own && checksums === undefined && signature === undefined) {
    throw usageError('--key needs --checksums or --signature.');
  }
  if (file === undefined && checksums === undefined) throw usageError('Which file?');
  return { file, distro, checksums, signature, keys, json };
}

function parseFlags(argv: readonly string[]) {
  return parseArguments('webboot verify', argv, {
    distro: { type: 'string' },
    checksums: { type: 'string' },
    signature: { type: 'string' },
    key: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
}

async function listSigned(options: VerifyOptions, io: CliIo, tools: Tools): Promise<void> {
  const signed = await signedDigests(await readOwnFiles(options, tools), tools.clock());
  if (signed === undefined) throw usageError('Which file?');
  const { lines, trust } = signed;
  if (lines.length === 0) {
    throw new WebbootError('digest-missing', 'What is signed holds no digests.', {
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
      throw usageError(`${path} is too large for a checksum file, a signature or a key.`);
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

function usageError(message: string): WebbootError {
  return new WebbootError('usage', message, { remedy: 'webboot verify --help' });
}
