import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { BootPlan, RunnablePlan } from '../../core/plan/boot-plan.ts';
import { entryDifferences } from '../../core/plan/shown-entry.ts';
import type { Arrived } from '../arriving/arrived.ts';
import { openTargetImages, type TargetImages } from '../kexec/target-images.ts';
import type { Emit } from '../run/event-channel.ts';
import { changedEntryError, refuseBlockers } from '../run/failure.ts';

/** What is going to be booted, decided and taken from an image that may be booted. */
export interface Extracted {
  readonly arrived: Arrived;
  /** By the image itself; the one that the boot began with is by what the peek was sent. */
  readonly plan: RunnablePlan;
  /** The chosen entry's kernel and initrds, as they lie in the image. */
  readonly images: TargetImages;
}

/**
 * Looks at the image again, now that nobody can change it. Throws `entry-changed` if it does not
 * have what was shown; `onChanged` is given what it has instead.
 */
export async function extract(
  shown: BootPlan,
  arrived: Arrived,
  { emit, onChanged }: { readonly emit: Emit; readonly onChanged: (facts: ImageFacts) => void },
): Promise<Extracted> {
  const again = await arrived.peeked();
  const differences = entryDifferences(shown.shown, again.plan.shown);
  if (differences.length > 0) {
    onChanged(again.facts);
    throw changedEntryError(differences);
  }
  const decided = await arrived.plan(again.plan.shown?.id);
  emit({ type: 'plan', plan: decided });
  const plan = refuseBlockers(decided);
  const images = await openTargetImages(plan.steps.extract, arrived.tree);
  return { arrived, plan, images };
}
