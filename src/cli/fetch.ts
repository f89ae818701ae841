import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import {
  type FetchedImage,
  type FetchReport,
  fetchVerified,
} from '../boot/files/fetch-verified.ts';
import type { FileContext } from '../boot/files/file-context.ts';
import type { Architecture } from '../core/architecture.ts';
import type { ImageSource } from '../core/image/image-source.ts';
import { jsonLine, line } from '../core/printable.ts';
import { redact } from '../core/settings/redact.ts';
import { WebbootError } from '../errors.ts';
import type { TransferProgress } from '../ports/transfer.ts';
import { parseArchitecture } from './architecture.ts';
import { trustText } from './event-text.ts';
import type { CliIo } from './io.ts';
import { parseArguments } from './parse-arguments.ts';

export interface FetchContext extends Omit<FileContext, 'signal'> {
  select(query: string, options: { signal: AbortSignal }): Promise<ImageSource>;
}

export type OpenFetchContext = (wish: {
  /** Names the proxies. */
  readonly env: CliIo['env'];
  /** PEM certificates of a CA of the person's own. */
  readonly ca?: string;
  /** Of the image; this machine's otherwise. */
  readonly arch?: Architecture;
}) => Promise<FetchContext>;

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
  const { query, json, arch } = options;
  const ca = options.ca === undefined ? undefined : await readCertificates(options.ca);
  const context = await open({
    env: io.env,
    ...(ca === undefined ? {} : { ca }),
    ...(arch === undefined ? {} : { arch }),
  });
  const source = withPinnedDigest(await context.select(query, io), options.sha256);
  for (const note of source.notes ?? []) io.stderr(line`${note}\n`);
  const output = resolve(options.output ?? basename(source.fileName));
  const fetched = await fetchVerified(
    source,
    output,
    { ...context, signal: io.signal },
    progressReport(json, io),
  );
  report({ source, output, fetched }, json, io);
  return 0;
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

function progressReport(json: boolean, io: CliIo): FetchReport {
  let nextLine = Date.now() + lineEveryMs;
  return {
    onProgress: (progress) => {
      if (json || Date.now() < nextLine) return;
      nextLine = Date.now() + lineEveryMs;
      io.stderr(`${progressText(progress)}\n`);
    },
    onNote: (text) => io.stderr(line`${redact(text)}\n`),
  };
}

interface Outcome {
  readonly source: ImageSource;
  readonly output: string;
  readonly fetched: FetchedImage;
}

function report({ source, output, fetched }: Outcome, json: boolean, io: CliIo): void {
  const { bytes, digest, trust } = fetched;
  if (json) {
    const { id, title, version } = source;
    io.stdout(
      `${jsonLine({ file: output, bytes, source: { id, title, version }, digest, trust })}\n`,
    );
  } else {
    io.stdout(`${output}: ${bytes} bytes, ${trustText(trust)}\n`);
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
