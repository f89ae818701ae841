import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { judgeAge } from '../boot/catalogue/judge-age.ts';
import { type FetchedImage, fetchVerified } from '../boot/files/fetch-verified.ts';
import type { FileContext } from '../boot/files/file-context.ts';
import type { Architecture } from '../core/architecture.ts';
import { defined } from '../core/defined.ts';
import type { ImageSource } from '../core/image/image-source.ts';
import { ageProblems } from '../core/plan/age-problems.ts';
import { jsonLine, line } from '../core/printable.ts';
import type { PeerSetting } from '../core/settings/settings.ts';
import { WebbootError } from '../errors.ts';
import type { Swarms } from '../ports/swarm.ts';
import { archOption, parseArchitecture } from './architecture.ts';
import { defineCommand, usageError } from './define-command.ts';
import { lingerText, trustText } from './event-text.ts';
import type { CliIo } from './io.ts';
import { dhtOption, parseDht, parsePeers, peersOption } from './peers.ts';
import { progressReport } from './progress-report.ts';

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
  /** Whom to ask before the mirrors. */
  readonly peers?: PeerSetting;
  /** Nodes of a DHT that finds machines beyond this network. */
  readonly dht?: readonly string[];
}) => Promise<FetchContext>;

const name = 'webboot fetch';

export const fetchCommand = defineCommand({
  name,
  usage: ['[options] DISTRO|DISTRO/VARIANT|URL'],
  about:
    'Downloads an image and verifies it as a boot would. The file gets its name only if its contents are what was signed. A plain URL has no known signer: the file is kept but reported as unverified.',
  options: {
    output: {
      type: 'string',
      short: 'o',
      value: 'FILE',
      help: 'Write to this file instead of to its own name in this directory.',
      complete: 'file',
    },
    arch: archOption,
    peers: peersOption,
    dht: dhtOption,
    sha256: {
      type: 'string',
      value: 'HEX',
      help: 'For a URL: the digest that the file must have, from a source you trust.',
    },
    ca: {
      type: 'string',
      value: 'FILE',
      help: 'PEM certificates of a private CA.',
      complete: 'file',
    },
    json: { type: 'boolean', default: false, help: 'Print the result as JSON.' },
  },
  examples: [
    { line: 'webboot fetch debian', help: 'The newest release.' },
    { line: 'webboot fetch -o live.iso --sha256 HEX https://example.org/live.iso', help: 'A URL.' },
  ],
  complete: 'distro',
  async run({ values, positionals }, io, open: OpenFetchContext) {
    const [query, ...rest] = positionals;
    if (query === undefined || rest.length > 0) {
      throw usageError(name, 'Name exactly one distro or URL.');
    }
    if (values.sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(values.sha256)) {
      throw usageError(name, 'A SHA-256 digest has 64 hexadecimal digits.');
    }
    const ca = values.ca === undefined ? undefined : await readCertificates(values.ca);
    const arch = parseArchitecture(values.arch);
    const peers = parsePeers(values.peers);
    const dht = parseDht(values.dht);
    const context = await open({ env: io.env, ...defined({ ca, arch, peers, dht }) });
    const source = withPinnedDigest(await context.select(query, io), values.sha256);
    for (const note of source.notes ?? []) io.stderr(line`${note}\n`);
    const output = resolve(values.output ?? basename(source.fileName));
    const fetched = await fetchVerified(
      source,
      output,
      { ...context, signal: io.signal },
      progressReport(values.json, io),
    );
    report({ source, output, fetched }, values.json, io);
    await passOn(context.swarms, io);
    const aged = judgeAge(source, fetched.expectation, context.clock().now);
    for (const { text } of ageProblems(aged)) io.stderr(line`warning: ${text}\n`);
    return 0;
  },
});

/** Machines that fetch it too get what they miss; Ctrl-C ends that. */
async function passOn(swarms: Swarms | undefined, io: CliIo): Promise<void> {
  if (swarms === undefined) return;
  await swarms.linger({
    signal: io.signal,
    onWait: ({ machines, secondsLeft }) => {
      if (secondsLeft % 10 === 0)
        io.stderr(`${lingerText(machines, secondsLeft)} Ctrl-C ends it.\n`);
    },
  });
  await swarms.leave();
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
    throw usageError(name, `${source.title} is on this machine already.`);
  }
  if (sha256 === undefined) return source;
  if (source.policy.kind !== 'none') {
    throw usageError(name, `${source.id} has a known signer; use --sha256 only with URLs.`);
  }
  const digest = { algorithm: 'sha256', hex: sha256.toLowerCase() } as const;
  return { ...source, policy: { kind: 'pinned-digest', digest } };
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
    io.stderr(line`warning: ${output} is unverified: ${trust.reason}\n`);
  }
}
