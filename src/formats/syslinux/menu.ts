/** What a label says that it starts; `menu`: it leads to another page of the menu. */
export type SyslinuxKind = 'kernel' | 'linux' | 'com32' | 'config' | 'menu' | 'other';

/** A LABEL as it is written; APPEND already falls back on the global one. */
export interface SyslinuxLabel {
  readonly label: string;
  readonly kind: SyslinuxKind;
  /** The first word after KERNEL, LINUX, COM32 …; '' when there was none. */
  readonly file: string;
  /** INITRD's file names, not yet resolved. */
  readonly initrds: readonly string[];
  /** What follows the file on the command line. */
  readonly append: string;
  readonly title: string;
  readonly menuDefault: boolean;
  readonly hidden: boolean;
  /** It is in a submenu of its configuration. */
  readonly nested: boolean;
  /** Titles of the MENU BEGIN blocks around it, outermost first. */
  readonly above: readonly string[];
  /** The file that defines it. */
  readonly path: string;
}

/** A configuration with its includes. */
export interface SyslinuxMenu {
  readonly labels: readonly SyslinuxLabel[];
  /** DEFAULT's value: a label with arguments, a menu module, or ''. */
  readonly default: string;
  readonly onTimeout: string;
  /** A menu shows the labels: DEFAULT then names one of them, and never a kernel. */
  readonly ui: boolean;
  /** The global APPEND. */
  readonly append: string;
  /** Configurations that the menu module is to show, `~` for this one; none: this one. */
  readonly files: readonly string[];
}

export function isMenuModule(file: string): boolean {
  return /(?:^|\/)(?:vesa)?menu\.c32$/i.test(file);
}
