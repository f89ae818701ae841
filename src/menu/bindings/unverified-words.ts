import type { BootChoice } from '../../core/plan/boot-plan.ts';

/** The word that a person types to boot an image that nobody vouches for. */
export const unverifiedWord = 'yes';
/** The same, and to give it the network with its passphrase: a choice of its own. */
export const networkWord = 'yes network';
/** Behind either, to give it the person's files as well. */
export const injectWord = 'inject';

/** What was chosen, as the typed words accept it; undefined if they accept nothing. */
export function acceptedBy(typed: string, choice: BootChoice, id: string): BootChoice | undefined {
  const [first, ...more] = typed.trim().toLowerCase().split(/\s+/);
  if (first !== unverifiedWord) return undefined;
  let accepted: BootChoice = { ...choice, acceptUnverified: id };
  for (const word of more) {
    if (word === 'network' && choice.handOn !== undefined) {
      accepted = { ...accepted, handOn: 'always' };
    } else if (word === injectWord && choice.inject !== undefined) {
      accepted = { ...accepted, inject: { ...choice.inject, to: 'always' } };
    } else {
      return undefined;
    }
  }
  return accepted;
}
