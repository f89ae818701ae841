import type { BootableMedium } from '../stages/verify.ts';

/** Which image lies in the memory set aside, since it was verified, until another takes its place. */
export interface ImageMemory {
  /** Returns its name, for a plan that boots it without another download. */
  hold(medium: BootableMedium): string;
  /** Undefined if that image is not there any more, or not on that device. */
  find(name: string | undefined, device: string): BootableMedium | undefined;
  /** Whether one lies there. */
  holds(): boolean;
  /** To be called before anything is written there. */
  forget(): void;
}

export function createImageMemory(): ImageMemory {
  let held: { readonly name: string; readonly medium: BootableMedium } | undefined;
  let count = 0;
  return {
    hold(medium) {
      count += 1;
      held = { name: `image-${count}`, medium };
      return held.name;
    },
    find: (name, device) =>
      held !== undefined && held.name === name && held.medium.device === device
        ? held.medium
        : undefined,
    holds: () => held !== undefined,
    forget() {
      held = undefined;
    },
  };
}
