import { findInterface } from '../../core/network/find-interface.ts';
import type { NetworkInterface } from '../../core/network/panel.ts';

/**
 * The interface to be connected without being asked while nothing is online: a cable that was
 * plugged in or whose link came back, or else a radio that was late. Undefined for none.
 */
export function findFreeInterface(
  interfaces: readonly NetworkInterface[],
  {
    wanted,
    isDeclined,
    knowsWifi,
    hasTried,
  }: {
    /** By the configuration: this one only. */
    readonly wanted: string | undefined;
    /** The person has disconnected it. */
    readonly isDeclined: (name: string) => boolean;
    /** There are networks to be joined without a question. */
    readonly knowsWifi: boolean;
    /** They were tried on it. */
    readonly hasTried: (name: string) => boolean;
  },
): string | undefined {
  const only = wanted === undefined ? undefined : findInterface(interfaces, wanted)?.name;
  const free = interfaces.filter(
    ({ name, state }) =>
      state !== 'connecting' && !isDeclined(name) && (wanted === undefined || name === only),
  );
  const plugged = free.find(({ kind, link }) => kind === 'wired' && link === 'up');
  const late = free.find(({ name, kind }) => kind === 'wireless' && !hasTried(name));
  return (plugged ?? (knowsWifi ? late : undefined))?.name;
}
