import { basename, relative, resolve } from 'node:path';
import type { OpenImage } from '../boot/transports/transport.ts';
import { defined } from '../core/defined.ts';
import type { ImageFacts } from '../core/image/image-facts.ts';
import type { AwayLocation } from '../core/image/image-location.ts';
import type { Firmware } from '../core/machine/firmware.ts';
import { jsonLine } from '../core/printable.ts';
import { redact } from '../core/settings/redact.ts';
import { FormatError, WebbootError } from '../errors.ts';
import { withUnifiedKernels } from '../formats/uki/uki-tree.ts';
import type { FileTree, LocalImage } from '../ports/file-tree.ts';
import { defineCommand, usageError } from './define-command.ts';
import { inspectionText } from './inspect-text.ts';
import type { CliIo } from './io.ts';
import { sourceLocation } from './source-location.ts';

export interface InspectTools {
  /** A directory stands for an image's file tree. */
  openLocal(path: string): Promise<LocalImage>;
  openAway(location: AwayLocation, io: CliIo): Promise<OpenImage>;
  /** What describes this machine, if its images are of the kind that depends on it. */
  readonly firmware?: Firmware | undefined;
}

const name = 'webboot inspect';

export const inspectCommand = defineCommand({
  name,
  usage: [
    'FILE|DEVICE|DIRECTORY|URL [--json] [--deep]',
    '--config FILE --root DIRECTORY [--json] [--deep]',
  ],
  about: 'Shows what an image would boot. From a URL, only a few MB are read.',
  options: {
    deep: {
      type: 'boolean',
      default: false,
      help: 'Read the initrd too, and look for drivers in the root file system.',
    },
    config: {
      type: 'string',
      value: 'FILE',
      help: "Evaluate one boot configuration as if DIRECTORY were an image's root.",
      complete: 'file',
    },
    root: { type: 'string', value: 'DIRECTORY', help: 'See --config.', complete: 'directory' },
    json: {
      type: 'boolean',
      default: false,
      help: 'Print the facts as JSON (see docs/inspect.md).',
    },
  },
  examples: [
    { line: 'webboot inspect ubuntu.iso --deep', help: 'An ISO on this machine.' },
    { line: 'webboot inspect https://example.org/live.iso', help: 'Before it is downloaded.' },
  ],
  complete: 'file',
  async run({ values, positionals }, io, tools: InspectTools) {
    const { config, root, deep, json } = values;
    const context = { ...tools, io };
    const report =
      config === undefined
        ? await inspectSource(onlyOne(positionals), deep, context)
        : await inspectConfig({ config, root: root ?? '.', deep }, context);
    io.stdout(json ? `${jsonLine(report, 2)}\n` : inspectionText(report));
    return 0;
  },
});

interface Context extends InspectTools {
  readonly io: CliIo;
}

/** More than any configuration that a boot loader would read in time. */
const maxConfigBytes = 4 << 20;

/** The facts, and for a configuration what its `echo` commands printed. */
type Report = ImageFacts & { readonly output?: string };

function onlyOne(positionals: readonly string[]): string {
  const [source] = positionals;
  if (source !== undefined && positionals.length === 1) return source;
  throw usageError(name, 'Name exactly one image.');
}

async function inspectSource(source: string, deep: boolean, context: Context): Promise<Report> {
  const { inspectImage } = await import('../boot/inspect/inspect-image.ts');
  const options = { deep, signal: context.io.signal, ...defined({ firmware: context.firmware }) };
  try {
    const location = sourceLocation(source);
    if (location.kind !== 'local') {
      return await closing(await context.openAway(location, context.io), async (away) => {
        const facts = await inspectImage(away, options);
        return { ...facts, bytesRead: away.bytesRead ?? facts.image.size };
      });
    }
    const local = await context.openLocal(location.path);
    if (local.kind === 'directory') return await inspectDirectory(local.tree, options);
    return await closing(local.medium, (medium) => inspectImage(medium, options));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new WebbootError('not-an-iso', `This image cannot be read: ${error.message}`, {
      subject: redact(source),
      remedy: 'Check the name or the address: the server may have answered with a web page.',
      cause: error,
    });
  }
}

async function inspectConfig(
  request: { readonly config: string; readonly root: string; readonly deep: boolean },
  context: Context,
): Promise<Report> {
  const { config, root, deep } = request;
  const local = await context.openLocal(root);
  if (local.kind !== 'directory') throw usageError(name, `${root} is not a directory.`);
  const { evaluateConfig } = await import('../boot/inspect/boot-entries.ts');
  const menu = await evaluateConfig(await locate(config, root, local.tree, context), local.tree);
  const facts = await inspectDirectory(local.tree, {
    deep,
    signal: context.io.signal,
    menu,
    ...defined({ firmware: context.firmware }),
  });
  return { ...facts, output: menu.output };
}

/** Within the tree the file is read from there; one from elsewhere stands in its root. */
async function locate(
  config: string,
  root: string,
  tree: FileTree,
  context: Context,
): Promise<{ path: string; content?: Uint8Array }> {
  const inside = relative(resolve(root), resolve(config));
  const isFile = async (path: string) => (await tree.find(path))?.kind === 'file';
  if (!inside.startsWith('..') && (await isFile(`/${inside}`))) return { path: `/${inside}` };
  const path = resolve('/', config);
  if (await isFile(path)) return { path };
  const local = await context.openLocal(config);
  if (local.kind === 'directory') {
    throw usageError(name, `${config} is a directory, not a boot configuration.`);
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
