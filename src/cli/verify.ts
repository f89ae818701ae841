import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fetchExpectation } from '../boot/stages/peek.ts';
import type { Expectation, Trust } from '../core/image/trust.ts';
import { jsonLine, printable } from '../core/printable.ts';
import { WebbootError } from '../errors.ts';
import { proxyFromEnvironment } from '../net/transport-options.ts';
import { digestFile } from '../storage/read-back-digest.ts';
import { verifyChecksums } from '../verify/checksums.ts';
import type { Clock } from '../verify/clock.ts';
import { confirmDigest } from '../verify/confirm-digest.ts';
import type { Keyring } from '../verify/keyring.ts';
import { ownPolicy } from '../verify/own-policy.ts';
import { digestRequestOf, resolveExpectation } from '../verify/resolve-expectation.ts';
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
  readonly keyring: Keyring;
  readonly clock: Clock;
}

/** `open` is asked for only with `--distro`. Returns the exit status; throws WebbootError. */
export async function runVerify(
  argv: readonly string[],
  io: CliIo,
  dependencies: { readonly open: OpenFetchContext; readonly clock: () => Clock },
): Promise<number> {
  const options = parseVerifyOptions(argv);
  if (options === undefined) {
    io.stdout(usage);
    return 0;
  }
  const { file, distro } = options;
  if (file === undefined) {
    await listSigned(options, io, dependencies.clock());
    return 0;
  }
  const bytes = await sizeOf(file);
  const judge =
    distro === undefined
      ? await judgeByFiles(file, options, dependencies.clock())
      : await judgeByDistro(file, distro, io, dependencies.open);
  const trust = await judgeFile({ file, bytes }, judge, io);
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

async function listSigned(options: VerifyOptions, io: CliIo, clock: Clock): Promise<void> {
  const { policy, keyring, checksums, signature } = await readOwnFiles(options);
  if (policy.kind !== 'signed-checksums') throw usageError('Which file?');
  const { lines, trust } = await verifyChecksums({ policy, checksums, signature, keyring, clock });
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

async function judgeByFiles(file: string, options: VerifyOptions, clock: Clock): Promise<Judge> {
  const { policy, keyring, checksums, signature } = await readOwnFiles(options);
  const expectation = await resolveExpectation({
    policy,
    fileName: basename(file),
    keyring,
    clock,
    ...(checksums === undefined ? {} : { checksums }),
    ...(signature === undefined ? {} : { signature }),
  });
  return { expectation, keyring, clock };
}

async function judgeByDistro(
  file: string,
  distro: string,
  io: CliIo,
  open: OpenFetchContext,
): Promise<Judge> {
  const context = await open({ proxy: proxyFromEnvironment(io.env) });
  const source = await context.select(distro, io);
  const asked = { ...context, signal: io.signal };
  const named = fetchExpectation({ ...source, fileName: basename(file) }, asked);
  const expectation = await named.catch((error: unknown) => {
    // A file under another name may still be the newest image: its digest will tell.
    const renamed = error instanceof WebbootError && error.code === 'digest-missing';
    if (renamed) return fetchExpectation(source, asked);
    throw error;
  });
  return { expectation, keyring: context.keyring, clock: context.clock() };
}

async function judgeFile(
  { file, bytes }: { readonly file: string; readonly bytes: number },
  judge: Judge,
  io: CliIo,
): Promise<Trust> {
  const request = digestRequestOf(judge.expectation);
  const digest = request
    ? await digestFile(file, bytes, request, { signal: io.signal })
    : new Uint8Array();
  return confirmDigest({ ...judge, digest });
}

async function readOwnFiles(options: VerifyOptions) {
  const { checksums, signature, keys } = options;
  const files = {
    ...(checksums === undefined ? {} : { checksums: await readSmall(checksums) }),
    ...(signature === undefined ? {} : { signature: await readSmall(signature) }),
  };
  const material = await Promise.all(keys.map(async (key) => [key, await readSmall(key)] as const));
  const { policy, keyring } = await ownPolicy({ ...files, keys: Object.fromEntries(material) });
  const small = (url: string | undefined, bytes: Uint8Array | undefined) =>
    url === undefined || bytes === undefined ? undefined : { url, bytes };
  return {
    policy,
    keyring,
    checksums: small(checksums, files.checksums),
    signature: small(signature, files.signature),
  };
}

const smallFileBytes = 16 * 1024 * 1024;

async function readSmall(path: string): Promise<Uint8Array> {
  if ((await sizeOf(path)) > smallFileBytes) {
    throw usageError(`${path} is too large for a checksum file, a signature or a key.`);
  }
  return readFile(path);
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw new WebbootError('file-not-found', `${path} cannot be read.`, {
      subject: path,
      remedy: 'Check the path.',
      cause,
    });
  }
}

function usageError(message: string): WebbootError {
  return new WebbootError('usage', message, { remedy: 'webboot verify --help' });
}
