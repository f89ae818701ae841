import { readFile, rename, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { BootContext } from '../boot/run/boot-context.ts';
import type { TransportPorts } from '../boot/transports/transport.ts';
import { transportOf } from '../boot/transports/transport-of.ts';
import type { Architecture } from '../core/architecture.ts';
import type { ImageSource } from '../core/image/image-source.ts';
import type { Expectation, Trust } from '../core/image/trust.ts';
import { jsonLine, line } from '../core/printable.ts';
import { WebbootError } from '../errors.ts';
import { proxyFromEnvironment, type TransportOptions } from '../net/transport-options.ts';
import type { DigestRequest, DownloadResult, TransferProgress } from '../ports/transfer.ts';
import { parseArchitecture } from './architecture.ts';
import { trustText } from './event-text.ts';
import type { CliIo } from './io.ts';
import { parseArguments } from './parse-arguments.ts';

export interface FetchContext extends Pick<BootContext, 'keyring' | 'clock'>, TransportPorts {
  select(query: string, options: { signal: AbortSignal }): Promise<ImageSource>;
}

export type OpenFetchContext = (
  transport: TransportOptions,
  arch?: Architecture,
) => Promise<FetchContext>;

const usage = `usage: webboot fetch [options] distro | distro/variant | URL

Downloads an image and verifies it as a boot would. The file appears under its name only when
what it holds is what was signed. For a URL nobody vouches: its file is kept, marked unverified.

  -o, --output FILE  where to write it; its own name in this directory otherwise
  --arch ARCH        x86_64, aarch64 or i386; this machine's otherwise
  --sha256 HEX       for a URL: the digest that the file must have, from a source you trust
  --ca FILE          PEM certificates of a CA of your own
  --json             the result as JSON
`;

interface FetchOptions {
  readonly query: string;
  readonly output: string | undefined;
  readonly sha256: string | undefined;
  readonly ca: string | undefined;
  readonly arch: Architecture | undefined;
  readonly json: boolean;
}

/** Progress for people, in milliseconds between two lines. */
const lineEveryMs = 5_000;

/** Returns the exit status; throws WebbootError. Leaves FILE.part nowhere. */
export async function runFetch(
  argv: readonly string[],
  io: CliIo,
  open: OpenFetchContext,
): Promise<number> {
  const options = parseFetchOptions(argv);
  if (options === undefined) {
    io.stdout(usage);
    return 0;
  }
  const ca = options.ca === undefined ? undefined : await readCertificates(options.ca);
  const proxy = proxyFromEnvironment(io.env);
  const context = await open({ proxy, ...(ca === undefined ? {} : { ca }) }, options.arch);
  const source = withPinnedDigest(await context.select(options.query, io), options.sha256);
  for (const note of source.notes ?? []) io.stderr(line`${note}\n`);
  const expectation = await expect(source, context, io.signal);
  const output = resolve(options.output ?? basename(source.fileName));
  const part = `${output}.part`;
  const request = await digestRequest(expectation);
  try {
    const job = { context, io, json: options.json, expectation };
    const result = await download(source, part, request, job);
    const trust = await confirm(expectation, result.digest, context);
    await rename(part, output);
    report({ source, output, request, result, trust }, options, io);
    return 0;
  } finally {
    await rm(part, { force: true });
  }
}

function parseFetchOptions(argv: readonly string[]): FetchOptions | undefined {
  const { values, positionals } = parseFlags(argv);
  const [query, ...rest] = positionals;
  if (values.help) return undefined;
  if (query === undefined || rest.length > 0) {
    throw usageError('One distro or URL is to be named.');
  }
  if (values.sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(values.sha256)) {
    throw usageError('A SHA-256 digest has 64 hexadecimal digits.');
  }
  const { output, sha256, ca, json } = values;
  return { query, output, sha256, ca, json, arch: parseArchitecture(values.arch) };
}

function parseFlags(argv: readonly string[]) {
  return parseArguments('webboot fetch', argv, {
    output: { type: 'string', short: 'o' },
    sha256: { type: 'string' },
    ca: { type: 'string' },
    arch: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
}

function usageError(message: string): WebbootError {
  return new WebbootError('usage', message, { remedy: 'webboot fetch --help' });
}

async function readCertificates(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new WebbootError('file-not-found', `The certificates ${path} cannot be read.`, {
      subject: path,
      remedy: 'Check the path after --ca.',
      cause,
    });
  }
}

function withPinnedDigest(source: ImageSource, sha256: string | undefined): ImageSource {
  if (source.location.kind === 'local') {
    throw usageError(`${source.title} is on this machine already.`);
  }
  if (sha256 === undefined) return source;
  if (source.policy.kind !== 'none') {
    throw usageError(`${source.id} is verified by its own signer; --sha256 is for URLs.`);
  }
  const digest = { algorithm: 'sha256', hex: sha256.toLowerCase() } as const;
  return { ...source, policy: { kind: 'pinned-digest', digest } };
}

async function expect(
  source: ImageSource,
  context: FetchContext,
  signal: AbortSignal,
): Promise<Expectation> {
  const { policy } = source;
  if (policy.kind === 'none') return policy;
  // The verifiers are loaded only where there is something to verify.
  const { fetchExpectation } = await import('../boot/stages/peek.ts');
  return fetchExpectation(source, { ...context, signal });
}

/** Unverified files are hashed too: the person may have a digest to compare with. */
async function digestRequest(expectation: Expectation): Promise<DigestRequest> {
  if (expectation.kind === 'none') return { algorithm: 'sha256', suffix: new Uint8Array() };
  const { digestRequestOf } = await import('../verify/resolve-expectation.ts');
  return digestRequestOf(expectation) ?? { algorithm: 'sha256', suffix: new Uint8Array() };
}

interface DownloadJob {
  readonly context: FetchContext;
  readonly io: CliIo;
  readonly json: boolean;
  readonly expectation: Expectation;
}

function download(
  source: ImageSource,
  sink: string,
  digest: DigestRequest,
  { context, io, json, expectation }: DownloadJob,
): Promise<DownloadResult> {
  let nextLine = Date.now() + lineEveryMs;
  const onProgress = (progress: TransferProgress) => {
    if (json || Date.now() < nextLine) return;
    nextLine = Date.now() + lineEveryMs;
    io.stderr(`${progressText(progress)}\n`);
  };
  return transportOf(source.location, context).copy({
    sink,
    digest,
    signal: io.signal,
    onProgress,
    onNote: (text) => io.stderr(line`${text}\n`),
    ...(expectation.kind !== 'none' && {
      confirm: async (found) => {
        await confirm(expectation, found, context);
      },
    }),
  });
}

async function confirm(
  expectation: Expectation,
  digest: Uint8Array | undefined,
  context: FetchContext,
): Promise<Trust> {
  if (expectation.kind === 'none') return { kind: 'unverified', reason: expectation.reason };
  const { confirmDigest } = await import('../verify/confirm-digest.ts');
  const { keyring, clock } = context;
  return confirmDigest({
    expectation,
    digest: digest ?? new Uint8Array(),
    keyring,
    clock: clock(),
  });
}

interface Outcome {
  readonly source: ImageSource;
  readonly output: string;
  readonly request: DigestRequest;
  readonly result: DownloadResult;
  readonly trust: Trust;
}

function report(outcome: Outcome, { json }: FetchOptions, io: CliIo): void {
  const { source, output, request, result, trust } = outcome;
  const hex = Buffer.from(result.digest ?? []).toString('hex');
  // With an OpenPGP trailer after the image, this is no digest of the file to be shown as such.
  const digest = request.suffix.length === 0 ? { algorithm: request.algorithm, hex } : undefined;
  if (json) {
    const { id, title, version } = source;
    io.stdout(
      `${jsonLine({ file: output, bytes: result.bytes, source: { id, title, version }, digest, trust })}\n`,
    );
  } else {
    io.stdout(`${output}: ${result.bytes} bytes, ${trustText(trust)}\n`);
    if (digest !== undefined) io.stdout(`  ${digest.algorithm} ${digest.hex}\n`);
  }
  if (trust.kind === 'unverified') {
    io.stderr(line`warning: nobody vouches for ${output}: ${trust.reason}\n`);
  }
}

function progressText({ bytes, total, bytesPerSecond, secondsLeft }: TransferProgress): string {
  const left = secondsLeft === undefined ? '' : `, ${secondsLeft} s left`;
  return `${mebibytes(bytes)} of ${mebibytes(total)} MiB, ${mebibytes(bytesPerSecond)} MiB/s${left}`;
}

function mebibytes(bytes: number): string {
  return (bytes / (1024 * 1024)).toFixed(1);
}
