import type { FileTree } from '../../ports/file-tree.ts';
import { addConfigNote, type ConfigNote } from '../config-note.ts';
import { matchesGlob } from '../glob.ts';
import { isLoopParameter } from '../loop-parameters.ts';
import { createWorkBudget } from '../work-budget.ts';
import { type BlsEntry, compareBlsEntries, parseBlsEntry, parseLoaderConfig } from './entry.ts';

/** An entry that starts a Linux kernel, or an EFI program. Paths are absolute within the tree. */
interface BlsBootEntry {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly kernel: string;
  readonly initrds: readonly string[];
  readonly cmdline: string;
  readonly default: boolean;
}

export interface BlsResult {
  readonly entries: readonly BlsBootEntry[];
  readonly notes: readonly ConfigNote[];
}

const mostEntries = 500;
const longestFile = 16 * 1024;
/** As long as any kernel's command line. */
const longestLine = 4096;
const longestPattern = 256;

/**
 * The entries in `DIRECTORY/entries/*.conf` as systemd-boot lists them, with `DIRECTORY/loader.conf`
 * for the default. Entries for another architecture are left out.
 */
export async function evaluateBls(
  tree: FileTree,
  directory: string,
  architecture: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<BlsResult> {
  const notes: ConfigNote[] = [];
  const found: { readonly entry: BlsEntry; readonly path: string }[] = [];
  // systemd-boot keeps "auto-" for the entries that it makes itself.
  const files = (await tree.list(`${directory}/entries`)).filter(({ name }) =>
    /^(?!\.|auto-).+\.conf$/i.test(name),
  );
  const work = createWorkBudget(options);
  for (const { name } of files.slice(0, mostEntries)) {
    await work.pay({});
    const path = `${directory}/entries/${name}`;
    const text = await readText(tree, path, notes);
    if (text !== undefined) found.push({ entry: parseBlsEntry(name, text), path });
  }
  found.sort((left, right) => compareBlsEntries(left.entry, right.entry));
  const loader = await readText(tree, `${directory}/loader.conf`, notes);
  const pattern = loader === undefined ? '' : parseLoaderConfig(loader).default;
  const shown = found.filter(({ entry }) => isFor(entry, architecture));
  const chosen = shown.find(({ entry }) => matchesDefault(pattern, entry.id)) ?? shown[0];
  const entries: BlsBootEntry[] = [];
  for (const candidate of shown) {
    const { entry, path } = candidate;
    const kernel = entry.linux ?? entry.efi;
    if (kernel === undefined) continue;
    await work.pay({});
    entries.push({
      id: entry.id,
      title: entry.title ?? entry.id,
      path,
      kernel: absolute(kernel),
      initrds: entry.initrds.flatMap(withoutVariable).map(absolute),
      cmdline: withoutVariables(entry, path, notes),
      default: candidate === chosen,
    });
  }
  return { entries, notes };
}

async function readText(
  tree: FileTree,
  path: string,
  notes: ConfigNote[],
): Promise<string | undefined> {
  const file = await tree.open(path);
  if (file === undefined) return undefined;
  if (file.size > longestFile) {
    const text = `${path} is longer than ${longestFile} bytes`;
    addConfigNote(notes, { kind: 'limit', path, text });
    return undefined;
  }
  const content = new TextDecoder().decode(await file.read(0, file.size));
  if (!content.split('\n').some((line) => line.length > longestLine)) return content;
  const text = `${path} has a line of over ${longestLine} characters`;
  addConfigNote(notes, { kind: 'limit', path, text });
  return undefined;
}

/** The specification's names for architectures are EFI's. */
const efiNames: Readonly<Record<string, string>> = {
  x86_64: 'x64',
  i386: 'ia32',
  arm64: 'aa64',
};

function isFor(entry: BlsEntry, architecture: string): boolean {
  return entry.architecture === undefined || entry.architecture === efiNames[architecture];
}

/** `default` is a shell pattern; `*` and `?` are all that real ones use. */
function matchesDefault(pattern: string, id: string): boolean {
  if (pattern === '') return false;
  const plain = pattern.replace(/\.conf$/, '');
  return matchesGlob(plain.slice(0, longestPattern), id);
}

/** Only GRUB fills in variables; for systemd-boot they would reach the kernel as they are. */
function withoutVariables(entry: BlsEntry, path: string, notes: ConfigNote[]): string {
  const words = entry.options.split(/\s+/).filter((word) => word !== '');
  const kept = words.filter((word) => !/\$(?:\w|\{)/.test(word));
  if (words.some((word) => !kept.includes(word) && !isLoopParameter(word))) {
    const text = `${entry.id}: parameters that hold a variable were left out`;
    addConfigNote(notes, { kind: 'unresolved', path, text });
  }
  return kept.join(' ');
}

/** Fedora's entries name an initrd by a variable behind the first one. */
function withoutVariable(value: string): readonly string[] {
  if (!value.includes('$')) return [value];
  return value.split(/\s+/).filter((word) => word !== '' && !word.includes('$'));
}

function absolute(name: string): string {
  const path = name.replaceAll('\\', '/');
  return path.startsWith('/') ? path : `/${path}`;
}
