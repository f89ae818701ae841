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

/** All entries of a menu and of its submenus, in the order in which a person meets them. */
export function listGrubEntries(menu: GrubMenu): readonly ListedEntry[] {
  const chosen = findDefault(menu, menu.default);
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

/**
 * The entry that starts by itself. As in GRUB an id wins over a title, a title over a number,
 * and what names nothing means the first item; a submenu is entered by what follows `>`.
 */
function findDefault(menu: GrubMenu, spec: string): GrubEntry | undefined {
  const whole = findItem(menu, spec);
  const cut = spec.indexOf('>');
  const head = whole === undefined && cut > 0 ? findItem(menu, spec.slice(0, cut)) : whole;
  const item = head ?? menu.items[0];
  if (item?.type !== 'submenu') return item;
  const rest = head !== undefined && head !== whole ? spec.slice(cut + 1) : item.menu.default;
  return findDefault(item.menu, rest);
}

function findItem(menu: GrubMenu, spec: string): GrubItem | undefined {
  // An empty name means the first item, not a spacer without a title.
  if (spec === '') return undefined;
  return (
    menu.items.find((item) => item.id === spec) ??
    menu.items.find((item) => item.title === spec) ??
    (/^\d+$/.test(spec) ? menu.items[Number(spec)] : undefined)
  );
}
