import { evaluateBls } from '../../formats/bls/evaluate.ts';
import { evaluateGrub, type GrubPlatform } from '../../formats/grub/evaluate.ts';
import { listGrubEntries } from '../../formats/grub/menu.ts';
import { evaluateSyslinux } from '../../formats/syslinux/evaluate.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { EvaluatedConfig, MenuEntry } from './menu-entry.ts';

export type ConfigFormat = 'grub' | 'syslinux' | 'bls' | 'uki';

/** A configuration of a tree: for `bls` the directory that holds `entries/`; for `uki` an image. */
export interface ConfigLocation {
  readonly format: ConfigFormat;
  readonly path: string;
}

/** Evaluates one configuration by its format. */
export async function evaluateLocation(
  tree: FileTree,
  { format, path }: ConfigLocation,
  platform: GrubPlatform,
  options: { readonly signal?: AbortSignal } = {},
): Promise<EvaluatedConfig> {
  switch (format) {
    case 'grub': {
      const { menu, notes, output } = await evaluateGrub(tree, path, platform, options);
      const listed = listGrubEntries(menu, platform);
      const entries = listed.flatMap(({ entry, above, default: isDefault }) => {
        const { linux } = entry;
        if (linux?.kernel === undefined) return [];
        return [
          {
            id: entry.named ? entry.id : '',
            title: entry.title,
            above,
            source: entry.path,
            kernel: linux.kernel,
            initrds: linux.initrds,
            cmdline: linux.cmdline,
            default: isDefault,
          },
        ];
      });
      const others = listed.flatMap(({ entry, above }) => {
        const { title, path: source, linux, foreign } = entry;
        if (linux?.kernel !== undefined) return [];
        const reason =
          linux === undefined ? otherReason(foreign) : 'Its kernel lies on another device.';
        return [{ title, above, source, reason }];
      });
      return { entries, others, notes, output };
    }
    case 'syslinux': {
      const { entries, others, notes } = await evaluateSyslinux(tree, path, options);
      return {
        entries: entries.map(({ path: source, ...entry }) => ({ ...entry, source })),
        others: others.map(({ path: source, starts, ...other }) => ({
          ...other,
          source,
          reason: otherReason(starts),
        })),
        notes,
        output: '',
      };
    }
    case 'bls': {
      const { entries, notes } = await evaluateBls(tree, path, platform.cpu, options);
      return {
        entries: entries.map(({ path: source, ...entry }) => ({ ...entry, source, above: [] })),
        others: [],
        notes,
        output: '',
      };
    }
    case 'uki':
      return { entries: [unifiedEntry(path)], others: [], notes: [], output: '' };
  }
}

/** An image in `/EFI/Linux` is an entry without a file for it (UAPI.1, "Type #2"). */
function unifiedEntry(path: string): MenuEntry {
  const id = path.slice(path.lastIndexOf('/') + 1).replace(/(?:\+\d+(?:-\d+)?)?\.efi$/i, '');
  const files = { kernel: path, initrds: [], cmdline: '' };
  return { id, title: '', above: [], source: path, ...files, default: true };
}

function otherReason(starts = 'nothing'): string {
  return starts.startsWith('nothing')
    ? `It starts ${starts}.`
    : `It starts ${starts}, not a Linux kernel.`;
}

const syslinuxName =
  /(?:^|\/)(?:(?:iso|sys|ext|pxe)linux[^/]*\/|(?:iso|sys|ext)linux[^/]*\.c(?:fg|onf)$)/i;
const grubCommand = /^[ \t]*(?:menuentry|submenu|insmod|set|if|function|source|search)\b/m;
const syslinuxDirective = /^[ \t]*(?:label|include|ui|prompt|menu[ \t]+\w+)\s/im;

/** Tells a configuration's format by its name, or else by what its lines begin with. */
export function detectConfigFormat(path: string, text: string): ConfigFormat {
  if (/(?:^|\/)loader\/(?:entries\/[^/]*|loader)\.conf$/i.test(path)) return 'bls';
  if (/(?:^|\/)grub[^/]*\.cfg$/i.test(path) || grubCommand.test(text)) return 'grub';
  if (syslinuxName.test(path) || syslinuxDirective.test(text)) return 'syslinux';
  return 'grub';
}
