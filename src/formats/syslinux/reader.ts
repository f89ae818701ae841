import { splitFirstWord } from '../../core/text-scan.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { addConfigNote, type ConfigNote } from '../config-note.ts';
import type { WorkBudget } from '../work-budget.ts';
import { type Directive, parseDirectives } from './directives.ts';
import { isMenuModule, type SyslinuxKind, type SyslinuxLabel, type SyslinuxMenu } from './menu.ts';
import { resolveSyslinuxPath } from './path.ts';

export const syslinuxLimits = {
  files: 64,
  /** syslinux itself stops at 16 includes within one another. */
  includeDepth: 16,
  labels: 2_000,
  /** MENU BEGIN within one another. */
  blockDepth: 16,
  fileBytes: 256 * 1024,
  /** Of all files that one configuration includes. */
  bytes: 2 * 1024 * 1024,
} as const;

/** What is shared by the files of one evaluation. */
export interface SyslinuxReading {
  readonly tree: FileTree;
  readonly notes: ConfigNote[];
  filesLeft: number;
  bytesLeft: number;
  /** Lets others have their turn between two files. */
  readonly work: WorkBudget;
  labelsLeft: number;
}

type Draft = { -readonly [Key in keyof SyslinuxLabel]: SyslinuxLabel[Key] };

interface State {
  readonly reading: SyslinuxReading;
  /** Relative names begin here, whatever file includes another. */
  readonly directory: string;
  readonly labels: Draft[];
  readonly blocks: { title: string; label: string }[];
  current: Draft | undefined;
  globalAppend: string;
  /** Labels whose APPEND was given, if only as `-`, so that the global one doesn't count. */
  readonly appended: Set<Draft>;
  default: string;
  onTimeout: string;
  /** UI's value; undefined without that directive. */
  ui: string | undefined;
}

/** Reads a syslinux, isolinux, extlinux or pxelinux configuration and what it includes. */
export async function readSyslinuxMenu(
  reading: SyslinuxReading,
  path: string,
  directory: string,
): Promise<SyslinuxMenu> {
  const state: State = {
    reading,
    directory,
    labels: [],
    blocks: [],
    current: undefined,
    globalAppend: '',
    appended: new Set(),
    default: '',
    onTimeout: '',
    ui: undefined,
  };
  await readFile(state, path, 0);
  for (const label of state.labels) {
    if (!state.appended.has(label)) label.append = joinWords(label.append, state.globalAppend);
  }
  const { labels, onTimeout, globalAppend } = state;
  return {
    ...{ labels, default: state.default, onTimeout, append: globalAppend },
    ui: state.ui !== undefined,
    files: menuFiles(state.ui ?? state.default),
  };
}

/** `UI vesamenu.c32 main.cfg`: the files that the module reads in place of this configuration. */
function menuFiles(command: string): readonly string[] {
  const { word, rest } = splitFirstWord(command);
  return isMenuModule(word) ? rest.split(/\s+/).filter((name) => name !== '') : [];
}

async function readFile(state: State, path: string, depth: number): Promise<void> {
  const { reading } = state;
  const note = (kind: ConfigNote['kind'], text: string) =>
    addConfigNote(reading.notes, { kind, path, text });
  if (depth > syslinuxLimits.includeDepth || reading.filesLeft <= 0) {
    note('limit', 'too many files that include each other');
    return;
  }
  reading.filesLeft -= 1;
  const file = await reading.tree.open(path);
  if (file === undefined) {
    note('missing-file', 'a menu goes on with this file, which is not in the image');
    return;
  }
  if (file.size > syslinuxLimits.fileBytes) {
    note('limit', `it is longer than ${syslinuxLimits.fileBytes} bytes`);
    return;
  }
  reading.bytesLeft -= file.size;
  if (reading.bytesLeft < 0) {
    note('limit', `the configuration has more than ${syslinuxLimits.bytes} bytes`);
    return;
  }
  await reading.work.pay({});
  const text = new TextDecoder().decode(await file.read(0, file.size));
  for (const directive of parseDirectives(text)) {
    if (directive.keyword === 'include' || directive.keyword === 'menu include') {
      await include(state, directive.value, depth);
      if (reading.filesLeft <= 0) return;
    } else if (reading.labelsLeft <= 0) {
      note('limit', `more than ${syslinuxLimits.labels} labels`);
      return;
    } else {
      apply(state, directive, path);
    }
  }
}

/** `INCLUDE FILE [TITLE]`: with a title the file is a submenu. */
async function include(state: State, value: string, depth: number): Promise<void> {
  const { word: name, rest: title } = splitFirstWord(value);
  const path = resolveSyslinuxPath(name, state.directory);
  if (title === '') return readFile(state, path, depth + 1);
  state.blocks.push({ title: plainTitle(title), label: '' });
  state.current = undefined;
  await readFile(state, path, depth + 1);
  state.blocks.pop();
  state.current = undefined;
}

const kinds: Readonly<Record<string, SyslinuxKind>> = {
  kernel: 'kernel',
  linux: 'linux',
  com32: 'com32',
  config: 'config',
  boot: 'other',
  bss: 'other',
  pxe: 'other',
  fdimage: 'other',
  comboot: 'other',
  localboot: 'other',
};

function apply(state: State, { keyword, value }: Directive, path: string): void {
  const { current, blocks } = state;
  const kind = Object.hasOwn(kinds, keyword) ? kinds[keyword] : undefined;
  if (kind !== undefined && current !== undefined) {
    const { word: file, rest } = splitFirstWord(value);
    current.kind = kind;
    current.file = file;
    current.append = joinWords(rest, state.appended.has(current) ? current.append : '');
    return;
  }
  switch (keyword) {
    case 'label':
      state.current = newLabel(state, value, path);
      state.labels.push(state.current);
      state.reading.labelsLeft -= 1;
      return;
    case 'initrd':
      if (current !== undefined) current.initrds = value.split(',').map((name) => name.trim());
      return;
    case 'append': {
      const words = value === '-' ? '' : value;
      if (current === undefined) state.globalAppend = words;
      else {
        current.append = joinWords(state.appended.has(current) ? '' : current.append, words);
        state.appended.add(current);
      }
      return;
    }
    case 'default':
      state.default = value;
      return;
    case 'ui':
      state.ui = value;
      return;
    case 'ontimeout':
      state.onTimeout = value;
      return;
    case 'menu label':
      if (current !== undefined) current.title = plainTitle(value);
      else setBlockTitle(blocks, value, true);
      return;
    case 'menu title':
      setBlockTitle(blocks, value, false);
      return;
    case 'menu default':
      if (current !== undefined) current.menuDefault = true;
      return;
    case 'menu hide':
      if (current !== undefined) current.hidden = true;
      return;
    case 'menu begin':
      if (blocks.length >= syslinuxLimits.blockDepth) return;
      blocks.push({ title: '', label: plainTitle(value) });
      state.current = undefined;
      return;
    case 'menu end':
      blocks.pop();
      state.current = undefined;
      return;
    case 'menu separator':
      state.current = undefined;
      return;
    // These end a label: it starts nothing then.
    case 'menu exit':
    case 'menu goto':
    case 'menu quit':
      if (current !== undefined) current.kind = 'menu';
      return;
    case 'menu disable':
    case 'menu disabled':
      if (current !== undefined) current.hidden = true;
  }
}

function newLabel(state: State, value: string, path: string): Draft {
  return {
    label: value,
    kind: 'kernel',
    file: '',
    initrds: [],
    append: '',
    title: value,
    menuDefault: false,
    hidden: false,
    nested: state.blocks.length > 0,
    above: state.blocks.map((block) => block.title || block.label).filter((title) => title !== ''),
    path,
  };
}

/** A block's MENU LABEL is what the menu above shows, so it wins over MENU TITLE. */
function setBlockTitle(blocks: State['blocks'], value: string, label: boolean): void {
  const block = blocks.at(-1);
  if (block === undefined) return;
  if (label || block.title === '') block.title = plainTitle(value);
}

/** `^` marks the hotkey. */
function plainTitle(text: string): string {
  return text.replace('^', '').trim();
}

function joinWords(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
