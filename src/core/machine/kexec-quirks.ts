/**
 * A PCI device that its driver leaves in a state from which the next kernel cannot start it. To add
 * one: a row in `kexecQuirks`, and a machine that has it in its test. Keep rows narrow: what one
 * machine needs breaks another (unbinding xhci_hcd everywhere cost servers their remote keyboards:
 * https://github.com/zbm-dev/zfsbootmenu/issues/504).
 */
export interface KexecQuirk {
  /** A name in `/sys/bus/pci/drivers`. */
  readonly driver: string;
  /** How `/sys/class/dmi/id/sys_vendor` begins; on every machine without it. */
  readonly systemVendor?: string;
  /** What brings the device to rest: its driver lets go of it, or these modules are unloaded. */
  readonly cure: 'unbind' | { readonly unload: readonly string[] };
  /** What goes wrong without, as the end of a sentence. */
  readonly otherwise: string;
  /** Where somebody has seen it. */
  readonly source: string;
}

export const kexecQuirks: readonly KexecQuirk[] = [
  {
    driver: 'xhci_hcd',
    systemVendor: 'Apple',
    cure: 'unbind',
    otherwise: 'the next system finds no keyboard',
    source: 'https://github.com/zbm-dev/zfsbootmenu/pull/104',
  },
  {
    driver: 'nvidia',
    cure: { unload: ['nvidia_drm', 'nvidia_modeset', 'nvidia_uvm', 'nvidia'] },
    otherwise: 'the next kernel cannot take over the GPU',
    source: 'https://wiki.archlinux.org/title/Kexec',
  },
];

/** One device to be brought to rest before the jump. */
export interface QuirkStep {
  readonly quirk: KexecQuirk;
  /** PCI addresses: "0000:00:14.0". */
  readonly devices: readonly string[];
}

/** What this machine needs. `devicesOf` gives the PCI addresses that a driver holds. */
export function quirkSteps(
  machine: {
    readonly systemVendor: string;
    readonly devicesOf: (driver: string) => readonly string[];
  },
  quirks: readonly KexecQuirk[] = kexecQuirks,
): readonly QuirkStep[] {
  return quirks.flatMap((quirk) => {
    if (!machine.systemVendor.startsWith(quirk.systemVendor ?? '')) return [];
    const devices = machine.devicesOf(quirk.driver);
    return devices.length === 0 ? [] : [{ quirk, devices }];
  });
}
