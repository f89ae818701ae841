import { basename, relative, resolve } from 'node:path';
import type { ImageFacts } from '../core/image/image-facts.ts';
import { addressesOf, parseLocation } from '../core/image/image-location.ts';
import { jsonLine } from '../core/printable.ts';
import { redact } from '../core/settings/redact.ts';
import { FormatError, WebbootError } from '../errors.ts';
import { withUnifiedKernels } from '../formats/uki/uki-tree.ts';
import type { FileTree, LocalImage } from '../ports/file-tree.ts';
import type { RemoteFile } from '../ports/random-access.ts';
import { inspectionText } from './inspect-text.ts';
import type { CliIo } from './io.ts';
import { parseArguments } from './parse-arguments.ts';

export interface InspectIo extends CliIo {
  /** A directory stands for an image's file tree. */
  openLocal(path: string): Promise<LocalImage>;
  openRemote(urls: readonly string[]): Promise<RemoteFile>;
}

const usage = `usage: webboot inspect FILE|DEVICE|DIRECTORY|URL [--json] [--deep]
       webboot inspect --config FILE --root DIRECTORY [--json] [--deep]

Shows what an image would boot. Of a URL a few MB are read.

  --deep         reads the initrd too, and looks into the root file system for drivers
  --config FILE  evaluates one boot configuration as if DIRECTORY were an image's root
  --json         the facts as docs/inspect.md describes them
`;

/** More than any configuration that a boot loader would read in time. */
const maxConfigBytes = 4 << 20;

/** The facts, and for a configuration what its `echo` commands printed. */
type Report = ImageFacts & { readonly output?: string };

export async function runInspect(argv: readonly string[], io: InspectIo): Promise<number> {
  const { values, positionals } = parse(argv);
  if (values.help) {
    io.stdout(usage);
    return 0;
  }
  const { config, root, deep, json } = values;
  const report =
    config === undefined
      ? await inspectSource(onlyOne(positionals), deep, io)
      : await inspectConfig({ config, root: root ?? '.', deep }, io);
  io.stdout(json ? `${jsonLine(report, 2)}\n` : inspectionText(report));
  return 0;
}

function parse(argv: readonly string[]) {
  return parseArguments('webboot inspect', argv, {
    config: { type: 'string' },
    root: { type: 'string' },
    deep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
}

function onlyOne(positionals: readonly string[]): string {
  const [source] = positionals;
  if (source !== undefined && positionals.length === 1) return source;
  throw new WebbootError('usage', 'inspect takes one image', { remedy: usage });
}

async function inspectSource(source: string, deep: boolean, io: InspectIo): Promise<Report> {
  const { inspectImage } = await import('../boot/inspect/inspect-image.ts');
  const options = { deep, signal: io.signal };
  try {
    const address = parseLocation(source);
    if (address.kind === 'wrong' && !address.maybeName) {
      throw new WebbootError('usage', address.message, { remedy: address.remedy });
    }
    const location = address.kind === 'location' ? address.location : undefined;
    if (location?.kind === 'remote') {
      const urls = addressesOf(location);
      return await closing(await io.openRemote(urls), async (remote) => {
        const facts = await inspectImage(remote, options);
        return { ...facts, bytesRead: remote.bytesRead };
      });
    }
    const local = await io.openLocal(location?.path ?? source);
    if (local.kind === 'directory') return await inspectDirectory(local.tree, options);
    return await closing(local.medium, (medium) => inspectImage(medium, options));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new WebbootError('not-an-iso', `This is no image that can be read: ${error.message}`, {
      subject: redact(source),
      remedy: 'Check the name or the address: a server may answer with a page, not the file.',
      cause: error,
    });
  }
}

async function inspectConfig(
  request: { readonly config: string; readonly root: string; readonly deep: boolean },
  io: InspectIo,
): Promise<Report> {
  const { config, root, deep } = request;
  const local = await io.openLocal(root);
  if (local.kind !== 'directory') {
    throw new WebbootError('usage', `${root} is not a directory`, { remedy: usage });
  }
  const { evaluateConfig } = await import('../boot/inspect/boot-entries.ts');
  const menu = await evaluateConfig(await locate(config, root, local.tree, io), local.tree);
  const facts = await inspectDirectory(local.tree, { deep, signal: io.signal, menu });
  return { ...facts, output: menu.output };
}

/** Within the tree the file is read from there; one from elsewhere stands in its root. */
async function locate(
  config: string,
  root: string,
  tree: FileTree,
  io: InspectIo,
): Promise<{ path: string; content?: Uint8Array }> {
  const inside = relative(resolve(root), resolve(config));
  const isFile = async (path: string) => (await tree.find(path))?.kind === 'file';
  if (!inside.startsWith('..') && (await isFile(`/${inside}`))) return { path: `/${inside}` };
  const path = resolve('/', config);
  if (await isFile(path)) return { path };
  const local = await io.openLocal(config);
  if (local.kind === 'directory') {
    throw new WebbootError('usage', `${config} is a directory`, { remedy: usage });
  }
  const content = await closing(local.medium, (medium) => medium.read(0, maxConfigBytes));
  return { path: `/${basename(config)}`, content };
}

async function inspectDirectory(
  tree: FileTree,
  options: Parameters<typeof import('../boot/inspect/inspect-tree.ts').inspectTree>[2],
): Promise<ImageFacts> {
  const { inspectTree } = await import('../boot/inspect/inspect-tree.ts');
  const image = { size: 0, volumeId: tree.volumeId, kind: 'directory' } as const;
  return { ...(await inspectTree(withUnifiedKernels(tree), image, options)), bytesRead: 0 };
}

async function closing<T extends { close(): Promise<void> }, R>(
  medium: T,
  use: (medium: T) => Promise<R>,
): Promise<R> {
  try {
    return await use(medium);
  } finally {
    await medium.close();
  }
}
