/**
 * Expected obstacles, found before gigabytes move. A blocker stops the boot; a warning is shown
 * and leaves the choice to the person.
 */
export interface PlanProblem {
  readonly severity: 'blocker' | 'warning';
  readonly code: ProblemCode;
  readonly text: string;
  readonly remedy: string;
}

export type ProblemCode =
  | 'no-entries'
  | 'unknown-entry'
  | 'unknown-family'
  | 'wrong-architecture'
  | 'memory-too-small'
  | 'reservation-missing'
  | 'reservation-too-small'
  | 'pmem-impossible'
  | 'kernel-unreadable'
  | 'initrd-unreadable'
  | 'unresolved-variable'
  | 'unsupported-command'
  | 'menu-incomplete'
  | 'unverified-image'
  | 'cmdline-too-long'
  | 'image-carried'
  | 'network-not-handed-on'
  | 'too-many-memmaps'
  | 'kexec-disabled'
  | 'kernel-unsigned'
  | 'kernel-untrusted'
  | 'kernel-revoked';

/** A list's blockers; the boot goes on only when there is none. */
export function blockersOf(problems: readonly PlanProblem[]): readonly PlanProblem[] {
  return problems.filter((problem) => problem.severity === 'blocker');
}
