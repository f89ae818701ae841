import type { RandomAccess } from '../../ports/random-access.ts';
import { type PeSection, readPeSections, readSectionText } from '../pe/sections.ts';

/** One way to start a unified kernel image: of several profiles, or the only one. */
export interface UkiProfile {
  /** ID of the `.profile` section; '' where it has none, or there are no profiles. */
  readonly id: string;
  readonly title: string;
  /** What the kernel is handed, first to last: microcode, then the initrds. */
  readonly kernel: UkiPart;
  readonly initrds: readonly UkiPart[];
  readonly cmdline: string;
}

export interface UkiPart {
  /** The section's name, numbered from the second of that name on: ".initrd", ".initrd.2". */
  readonly name: string;
  readonly content: RandomAccess;
}

export interface UnifiedKernel {
  /** At least one; the first is what firmware starts. */
  readonly profiles: readonly UkiProfile[];
  /** PRETTY_NAME of the embedded os-release; '' where it is not told. */
  readonly title: string;
  /** IMAGE_VERSION: what tells two images of one system apart. */
  readonly version: string;
  /** `uname -r` of the kernel, as the image says. */
  readonly uname: string;
}

const maxTextBytes = 64 << 10;

/**
 * Takes a unified kernel image apart; undefined for what is none. Sections before the first
 * `.profile` belong to every profile, unless the profile has its own of that name. Source: UAPI.5,
 * "Unified Kernel Image", and "Multi-Profile UKIs" there. Throws FormatError 'pe' for damage.
 */
export async function readUnifiedKernel(
  file: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<UnifiedKernel | undefined> {
  const sections = await readPeSections(file, { ...options, having: '.linux' });
  if (sections === undefined || !sections.some(({ name }) => name === '.linux')) return undefined;
  const numbered = numberSections(sections);
  const starts = numbered.flatMap(({ section }, index) =>
    section.name === '.profile' ? [index] : [],
  );
  const base = numbered.slice(0, starts[0] ?? numbered.length);
  const own = starts.map((start, index) => numbered.slice(start, starts[index + 1]));
  const profiles: UkiProfile[] = [];
  for (const group of own.length === 0 ? [[]] : own) {
    const profile = await readProfile(base, group);
    if (profile !== undefined) profiles.push(profile);
  }
  if (profiles.length === 0) return undefined;
  const osRelease = parseAssignments(await textOf(base, '.osrel'));
  return {
    profiles,
    title: osRelease.get('PRETTY_NAME') ?? osRelease.get('NAME') ?? '',
    version: osRelease.get('IMAGE_VERSION') ?? '',
    uname: (await textOf(base, '.uname')).trim(),
  };
}

/** What an addon adds: `*.addon.efi` beside an image (systemd-stub(7)). Undefined for no program. */
export async function readUkiAddon(
  file: RandomAccess,
): Promise<{ readonly cmdline: string; readonly initrds: readonly UkiPart[] } | undefined> {
  const sections = await readPeSections(file);
  if (sections === undefined) return undefined;
  const numbered = numberSections(sections);
  return { cmdline: oneLine(await textOf(numbered, '.cmdline')), initrds: initrdsOf(numbered) };
}

interface Numbered {
  readonly section: PeSection;
  readonly name: string;
}

function numberSections(sections: readonly PeSection[]): readonly Numbered[] {
  const seen = new Map<string, number>();
  return sections.map((section) => {
    const count = (seen.get(section.name) ?? 0) + 1;
    seen.set(section.name, count);
    return { section, name: count === 1 ? section.name : `${section.name}.${count}` };
  });
}

async function readProfile(
  base: readonly Numbered[],
  own: readonly Numbered[],
): Promise<UkiProfile | undefined> {
  const names = new Set(own.map(({ section }) => section.name));
  const merged = [...base.filter(({ section }) => !names.has(section.name)), ...own];
  const kernel = merged.find(({ section }) => section.name === '.linux');
  if (kernel === undefined) return undefined;
  const profile = parseAssignments(await textOf(own, '.profile'));
  return {
    id: profile.get('ID') ?? '',
    title: profile.get('TITLE') ?? '',
    kernel: partOf(kernel),
    initrds: initrdsOf(merged),
    cmdline: oneLine(await textOf(merged, '.cmdline')),
  };
}

function initrdsOf(sections: readonly Numbered[]): readonly UkiPart[] {
  return ['.ucode', '.initrd'].flatMap((wanted) =>
    sections
      .filter(({ section }) => section.name === wanted && section.content.size > 0)
      .map(partOf),
  );
}

function partOf({ name, section }: Numbered): UkiPart {
  return { name, content: section.content };
}

async function textOf(sections: readonly Numbered[], wanted: string): Promise<string> {
  const found = sections.find(({ section }) => section.name === wanted);
  return found === undefined ? '' : readSectionText(found.section, maxTextBytes);
}

function oneLine(text: string): string {
  return text.trim().replace(/[\r\n]+/g, ' ');
}

/** os-release(5): lines `NAME=value`, with or without quotes. */
function parseAssignments(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^\s*([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      values.set(
        name,
        value
          .trim()
          .replace(/^(["'])(.*)\1$/, '$2')
          .replace(/\\(.)/g, '$1'),
      );
    }
  }
  return values;
}
