/** What `linux` and `initrd` left behind when an entry ran. */
export interface LoadedLinux {
  /** Absolute path within the tree; `undefined` when it is on another device. */
  readonly kernel: string | undefined;
  readonly initrds: readonly string[];
  readonly cmdline: string;
}

interface GrubEntry {
  readonly type: 'entry';
  /** `--id`, or else the title. */
  readonly id: string;
  /** Whether the configuration gave the id, or it is the title standing in. */
  readonly named: boolean;
  readonly title: string;
  /** The file that defines it. */
  readonly path: string;
  /** Absent for entries that load no Linux kernel: firmware setup, another boot loader, reboot. */
  readonly linux?: LoadedLinux;
  /** What it starts instead, to complete "It starts …"; absent where that is nothing. */
  readonly foreign?: string;
}

interface GrubSubmenu {
  readonly type: 'submenu';
  readonly id: string;
  readonly title: string;
  readonly menu: GrubMenu;
}

export type GrubItem = GrubEntry | GrubSubmenu;

export interface GrubMenu {
  readonly items: readonly GrubItem[];
  /** `$default`: a place, an id or a title, with `>` into submenus; '' for the first. */
  readonly default: string;
}

export interface ListedEntry {
  readonly entry: GrubEntry;
  /** Titles of the submenus above, outermost first. */
  readonly above: readonly string[];
  readonly default: boolean;
}

/**
 * All entries of a menu and of its submenus, in the order in which a person meets them. Fedora's GRUB
 * reads `$default` by rules of its own.
 */
export function listGrubEntries(
  menu: GrubMenu,
  { fedora = false }: { readonly fedora?: boolean } = {},
): readonly ListedEntry[] {
  const chosen = findDefault(menu, menu.default, fedora ? byFedora : upstream);
  const listed: ListedEntry[] = [];
  const visit = (from: GrubMenu, above: readonly string[]) => {
    for (const item of from.items) {
      if (item.type === 'entry') listed.push({ entry: item, above, default: item === chosen });
      else visit(item.menu, item.title === '' ? above : [...above, item.title]);
    }
  };
  visit(menu, []);
  return listed;
}

interface Found {
  readonly item: GrubItem | undefined;
  /** Of a submenu, what is chosen in it; undefined: its own default. */
  readonly rest?: string;
}

type Finder = (menu: GrubMenu, spec: string) => Found;

/** The entry that starts automatically. What names nothing means the first item. */
function findDefault(menu: GrubMenu, spec: string, find: Finder): GrubEntry | undefined {
  const { item, rest } = find(menu, spec);
  const chosen = item ?? menu.items[0];
  if (chosen?.type !== 'submenu') return chosen;
  return findDefault(chosen.menu, (item && rest) ?? chosen.menu.default, find);
}

/**
 * What begins with a number is that number, whatever follows; else a title or an id, in which `>>`
 * stands for `>`. A submenu is entered by what follows `>` (grub-core/normal/menu.c, get_entry_number).
 */
function upstream({ items }: GrubMenu, spec: string): Found {
  // An empty name means the first item, not a spacer without a title.
  if (spec === '') return { item: undefined };
  const [first = ''] = /^(?:[^>]|>>)*/.exec(spec) ?? [];
  const rest = spec.length > first.length + 1 ? { rest: spec.slice(first.length + 1) } : {};
  const number = leadingNumber(spec);
  if (number !== undefined) return { item: items[number], ...rest };
  const name = first.replaceAll('>>', '>');
  return { item: items.find(({ title, id }) => title === name || id === name), ...rest };
}

/** As grub_strtoul reads it: with 0x, or 0 for octal. */
function leadingNumber(text: string): number | undefined {
  const [, hex, octal, decimal] = /^\s*(?:0x([\da-f]+)|0([0-7]+)|(\d+))/i.exec(text) ?? [];
  if (hex !== undefined) return Number.parseInt(hex, 16);
  if (octal !== undefined) return Number.parseInt(octal, 8);
  return decimal === undefined ? undefined : Number(decimal);
}

/** An id wins over a title, and a title over a number: ids are hexadecimal digests there. */
function byFedora(menu: GrubMenu, spec: string): Found {
  const whole = findNamed(menu, spec);
  const cut = spec.indexOf('>');
  if (whole !== undefined || cut <= 0) return { item: whole };
  return { item: findNamed(menu, spec.slice(0, cut)), rest: spec.slice(cut + 1) };
}

function findNamed({ items }: GrubMenu, spec: string): GrubItem | undefined {
  if (spec === '') return undefined;
  return (
    items.find((item) => item.id === spec) ??
    items.find((item) => item.title === spec) ??
    (/^\d+$/.test(spec) ? items[Number(spec)] : undefined)
  );
}
