import { type Cmdline, findParameter } from '../cmdline.ts';
import type { HostFacts } from '../machine/host-facts.ts';

/**
 * What keeps the next kernel of an arm64 machine to ACPI. It prefers a device tree that says more
 * than its stub (arch/arm64/kernel/acpi.c, dt_is_stub), as one does in which memory is set aside,
 * and then it finds neither interrupts nor a console there.
 */
export function acpiWords(
  line: Cmdline,
  { arch, firmware }: Pick<HostFacts, 'arch' | 'firmware'>,
): readonly string[] {
  if (arch !== 'aarch64' || firmware !== 'acpi') return [];
  return ['on', 'force'].includes(findParameter(line, 'acpi') ?? '') ? [] : ['acpi=on'];
}
