import { resolve } from 'node:path';
import { type OfferContext, offerImages } from '../boot/files/offer-images.ts';
import type { VerifiedFile } from '../boot/files/verified-file.ts';
import { defined } from '../core/defined.ts';
import { isPlainParameters } from '../core/netboot/scripts.ts';
import { jsonLine, line } from '../core/printable.ts';
import { WebbootError } from '../errors.ts';
import { archOption, parseArchitecture } from './architecture.ts';
import { defineCommand, usageError } from './define-command.ts';
import { trustText } from './event-text.ts';
import type { OpenFetchContext } from './fetch.ts';
import type { CliIo } from './io.ts';
import { parseDht } from './peers.ts';
import { progressReport } from './progress-report.ts';
import { parseRate } from './transfer-rate.ts';

export interface ServeTools {
  readonly openContext: OpenFetchContext;
  /** Makes the folder if there is none; without a path, the one for this user. */
  readonly openFolder: (
    path: string | undefined,
    env: CliIo['env'],
  ) => Promise<OfferContext['folder']>;
  readonly recorded: OfferContext['recorded'];
  /** Throws what is in the way of answering PXE clients. */
  readonly requireNetboot: () => void;
  readonly start: (wish: ServeWish) => Promise<Serving>;
}

export interface ServeWish {
  readonly images: readonly VerifiedFile[];
  /** Where a catalogue's repository may lie, in the folder `catalogue`, and webboot's images, in `boot`. */
  readonly directory: string;
  /** Answers PXE clients as well. */
  readonly netboot?: boolean;
  /** Kernel parameters for machines that start webboot from here. */
  readonly append?: string;
  readonly signal: AbortSignal;
  readonly onNote: (text: string) => void;
  readonly port: number;
  readonly bytesPerSecond?: number;
  /** Given to machines beyond this network as well, that are found by this DHT's nodes. */
  readonly dht?: readonly string[];
  readonly onProblem: (text: string) => void;
}

export interface Serving {
  /** http URLs, one for each address of this machine. */
  readonly addresses: readonly string[];
  bytesOut(): number;
  stop(): Promise<void>;
}

const name = 'webboot serve';

export const serveCommand = defineCommand({
  name,
  usage: ['[options] [DISTRO|DISTRO/VARIANT|FILE|DEVICE ...]'],
  about:
    'Offers verified images to the other machines of this network over HTTP. What is named and missing is downloaded first; without a name, everything in the folder is offered. Nobody has to trust this machine: whoever takes an image verifies it. Ends with Ctrl-C.',
  options: {
    dir: {
      type: 'string',
      value: 'DIR',
      help: 'The folder for images, instead of webboot/images in the folder for your data.',
      complete: 'directory',
    },
    port: { type: 'string', value: 'N', default: '8080', help: 'The TCP port, 8080 by default.' },
    upload: {
      type: 'string',
      value: 'RATE',
      help: 'Send at most so many bytes per second, such as 50M.',
    },
    reach: {
      type: 'string',
      value: 'lan|dht',
      default: 'lan',
      help: 'Who gets images: this network, or also machines beyond it that find this one by a DHT.',
      complete: ['lan', 'dht'],
    },
    dht: {
      type: 'string',
      value: 'HOST:PORT',
      help: 'With --reach dht: a node of the DHT; several with commas. Without, this is its first node.',
    },
    netboot: {
      type: 'boolean',
      default: false,
      help: 'Also let machines start webboot from the network by PXE, without a disk. Needs root.',
    },
    append: {
      type: 'string',
      value: 'PARAMS',
      help: 'Kernel parameters for machines that start webboot from here, such as "webboot.auto webboot.distro=debian".',
    },
    arch: archOption,
    json: { type: 'boolean', default: false, help: 'Print what is offered as a line of JSON.' },
  },
  examples: [
    { line: 'webboot serve debian ubuntu', help: 'Two images for the room.' },
    { line: 'sudo webboot serve --netboot debian', help: 'A room of machines without disks.' },
    { line: 'webboot serve --upload 20M ~/debian-live.iso', help: 'One that is there, slowly.' },
  ],
  complete: 'distro',
  async run({ values, positionals }, io, tools: ServeTools) {
    const { json, upload, netboot, append = '' } = values;
    const dht = dhtWish(values);
    const port = parsePort(values.port);
    const rate = upload === undefined ? undefined : parseRate('upload', upload);
    if (!isPlainParameters(append)) {
      throw usageError(name, '--append has a character that boot loaders would interpret.');
    }
    if (netboot) tools.requireNetboot();
    const arch = parseArchitecture(values.arch);
    const folder = await tools.openFolder(values.dir && resolve(values.dir), io.env);
    const context = await tools.openContext({ env: io.env, ...defined({ arch }) });
    const report = progressReport(json, io);
    const images = await offerImages(
      positionals.map(asPath),
      {
        ...context,
        folder,
        recorded: tools.recorded,
        signal: io.signal,
        mayBeNone: netboot,
      },
      report,
    );
    const serving = await tools.start({
      images,
      directory: folder.path(''),
      port,
      netboot,
      append,
      ...defined({ bytesPerSecond: rate, dht }),
      signal: io.signal,
      onNote: (text) => io.stderr(line`${text}\n`),
      onProblem: (text) => io.stderr(line`${text}\n`),
    });
    io.stdout(json ? offerJson(images, serving) : offerText(images, serving));
    await ended(io.signal);
    await serving.stop();
    if (!json) io.stdout(`${serving.bytesOut()} bytes sent.\n`);
    return 0;
  },
});

/** Undefined for this network only. */
function dhtWish({ reach, dht }: { reach: string; dht?: string }): ServeWish['dht'] {
  if (reach === 'dht') return parseDht(dht) ?? [];
  if (reach !== 'lan') throw usageError(name, 'The reach must be lan or dht.');
  if (dht !== undefined) throw usageError(name, '--dht needs --reach dht.');
  return undefined;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new WebbootError('usage', `--port ${text} must be a whole number up to 65535.`, {
    remedy: 'Give a free TCP port, such as 8080; 0 takes any.',
  });
}

/** A path may be relative, as for every command; distros have no dot in front and no suffix. */
function asPath(word: string): string {
  return /^\.{0,2}\/|\.iso$/i.test(word) && !/^https?:/i.test(word) ? resolve(word) : word;
}

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}

function offerText(images: readonly VerifiedFile[], { addresses }: Serving): string {
  const rows = images.flatMap(({ title, digests, trust, stamp }) => [
    line`${title}: ${stamp.bytes} bytes, ${trustText(trust)}\n`,
    ...digests.map(({ algorithm, hex }) => `  ${algorithm} ${hex}\n`),
  ]);
  return [...rows, ...addresses.map((address) => line`Offered at ${address}\n`)].join('');
}

function offerJson(images: readonly VerifiedFile[], { addresses }: Serving): string {
  const offered = images.map(({ path, title, version, digests, trust, stamp }) => ({
    file: path,
    title,
    version,
    bytes: stamp.bytes,
    digests,
    trust,
  }));
  return `${jsonLine({ addresses, images: offered })}\n`;
}
