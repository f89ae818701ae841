import type { BootChoice } from '../../core/plan/boot-plan.ts';

/** The word that a person types to boot an image that nobody vouches for. */
export const unverifiedWord = 'yes';
/** The same, and to give it the network with its passphrase: a choice of its own. */
export const networkWord = 'yes network';

/** What was chosen, as the typed words accept it; undefined if they accept nothing. */
export function acceptedBy(typed: string, choice: BootChoice, id: string): BootChoice | undefined {
  const words = typed.trim().toLowerCase().split(/\s+/).join(' ');
  const accepted = { ...choice, acceptUnverified: id };
  if (words === unverifiedWord) return accepted;
  return words === networkWord && choice.handOn !== undefined
    ? { ...accepted, handOn: 'always' }
    : undefined;
}
