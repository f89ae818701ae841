import type { BootEntry, ImageFacts } from '../core/image/image-facts.ts';
import { mebibytesText } from '../core/mebibytes.ts';
import { printable } from '../core/printable.ts';

const kinds: Record<ImageFacts['image']['kind'], string> = {
  iso9660: 'ISO 9660',
  'iso9660-in-zip': 'ISO 9660 in a zip',
  kernel: 'a kernel',
  directory: 'a directory',
};

/** The facts for a person: what it is, then a line an entry with `[OK]`, `[~]` or `[X]` and why. */
export function inspectionText(facts: ImageFacts & { readonly output?: string }): string {
  const { image, needs } = facts;
  const lines = [
    `image    ${image.volumeId || 'without a volume ID'}, ${kinds[image.kind]}, ${mebibytesText(image.size)}`,
    ...facts.kernels.map(kernelLine),
    `family   ${facts.family}`,
    `memory   ${mebibytesText(needs.ramBytes)} at least, including the image`,
    ...facts.entries.map((entry) => entryLine(facts, entry)),
    ...(facts.otherEntries ?? []).map(({ title, reason }) => `[X]  ${title}: ${reason}`),
    ...facts.problems.map(
      ({ severity, text }) => `${severity === 'blocker' ? '[X]' : '[~]'}  ${text}`,
    ),
  ];
  const output = facts.output === undefined || facts.output === '' ? [] : ['', facts.output];
  return `${[...lines, ...output].map(printable).join('\n')}\n`;
}

function kernelLine({ path, version, arch, signed }: ImageFacts['kernels'][number]): string {
  return `kernel   ${path}: ${version || 'unknown version'}, ${arch}, ${signed ? 'signed' : 'not signed'}`;
}

function entryLine(facts: ImageFacts, entry: BootEntry): string {
  const { mark, why } = verdict(facts, entry);
  return `${mark.padEnd(4)} ${entry.title}${entry.default ? ' (default)' : ''}: ${why}`;
}

function verdict(facts: ImageFacts, entry: BootEntry): { mark: string; why: string } {
  if (entry.problem !== undefined) return { mark: '[X]', why: entry.problem.text };
  if (entry.initrds.length === 0) return { mark: '[OK]', why: 'needs no medium' };
  const { state, missing, loads, reason, description, loop } = facts.pmem;
  const read = facts.entries.find((each) => each.default) ?? facts.entries[0];
  if (read?.initrds.join() !== entry.initrds.join()) {
    return { mark: '[~]', why: 'it has its own initrd, which was not read' };
  }
  if (state === 'impossible') {
    const why = reason ?? 'there is no driver for its medium';
    return loop === true
      ? {
          mark: '[~]',
          why: `${why}; if there is enough RAM, the image is put into the initramfs`,
        }
      : { mark: '[X]', why };
  }
  if (state === 'unknown') return { mark: '[~]', why: `pmem drivers: ${reason ?? 'unknown'}` };
  if (facts.family === 'unknown') return { mark: '[~]', why: 'the family is unknown' };
  const doubt = facts.problems.find(({ code }) => code === 'unknown-family');
  if (doubt !== undefined) return { mark: '[~]', why: doubt.text };
  const drivers = {
    builtin: 'pmem drivers are in the kernel',
    initrd: 'pmem drivers are in the initrd',
    graft: `pmem drivers are grafted: ${(loads ?? missing).join(', ')}`,
  };
  const table = description === 'nfit' ? ', and an ACPI table describes the memory' : '';
  return { mark: '[OK]', why: `${reason ?? drivers[state]}${table}` };
}
