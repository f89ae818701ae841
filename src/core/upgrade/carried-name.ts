import { containerOf, isContainerName } from './container-name.ts';

/** systemd's own alphabet for unit names (systemd.unit(5)): no slash, no blank, no control. */
const unitName = /^[A-Za-z0-9][A-Za-z0-9:_.\\@-]{0,240}\.service$/;

/** A service of systemd, or a container ("container:web"). */
export function isCarriedName(text: string): boolean {
  const container = containerOf(text);
  return container === undefined ? unitName.test(text) : isContainerName(container);
}
