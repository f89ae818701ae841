/** What a person may give a live system along with its boot. */
export type InjectionKind = 'ssh-key' | 'cloud-init' | 'kickstart' | 'preseed';

/** How a family takes one of them. Paths have no leading slash. */
export type InjectionRule =
  /** Into a directory of the live system, once its root is mounted and before its init starts. */
  | { readonly into: 'root'; readonly directory: string }
  /** As a file of the initramfs, which this parameter names, or which its scripts look for. */
  | { readonly into: 'initramfs'; readonly path: string; readonly parameter?: string };

export type InjectionRules = Readonly<Partial<Record<InjectionKind, InjectionRule>>>;

/** For families whose initramfs lets something run once the root is mounted. */
export const intoRoot = {
  /** authorized_keys(5): what is there already stays. */
  'ssh-key': { into: 'root', directory: 'root/.ssh' },
  /** cloud-init's documentation, "NoCloud": read by any cloud-init that the live system has. */
  'cloud-init': { into: 'root', directory: 'var/lib/cloud/seed/nocloud' },
} as const satisfies InjectionRules;

export interface InjectionChoice {
  /** What there is to give. */
  readonly kinds: readonly InjectionKind[];
  /** Only if somebody vouches for the image, or `always`, which is chosen apart. */
  readonly to: 'verified' | 'always';
}

const names: Readonly<Record<InjectionKind, string>> = {
  'ssh-key': 'an SSH key',
  'cloud-init': 'a cloud-init seed',
  kickstart: 'a kickstart file',
  preseed: 'a preseed file',
};

/** "an SSH key, a cloud-init seed" */
export function describeInjection(kinds: readonly InjectionKind[]): string {
  return kinds.map((kind) => names[kind]).join(', ');
}

/** Those that the family takes, in the order in which they were offered. */
export function takenKinds(
  rules: InjectionRules,
  kinds: readonly InjectionKind[],
): readonly InjectionKind[] {
  return kinds.filter((kind) => rules[kind] !== undefined);
}
