import type { Arm64Firmware } from '../../tools/qemu/qemu-arguments.ts';
import { runSmoke, type SmokeOptions, type SmokeResult } from '../../tools/smoke/run-smoke.ts';
import { runInLiveSystem } from './live-shell.ts';

export interface Arm64Boot {
  readonly result: SmokeResult;
  /** The live system's mounts, and the devices of persistent memory; empty without a login. */
  readonly seen: string;
  /** Whether the live system runs from memory that webboot set aside. */
  readonly fromPmem: boolean;
}

/** Boots a live system made here on an arm64 machine up to its login, and looks where its medium is. */
export async function bootOnArm64(
  iso: string,
  {
    firmware,
    ...more
  }: { firmware: Arm64Firmware } & Pick<
    SmokeOptions,
    'hardware' | 'memoryMb' | 'onStart' | 'timeoutS'
  >,
): Promise<Arm64Boot> {
  let seen = '';
  const result = await runSmoke({
    iso,
    kind: { arch: 'aarch64', firmware },
    expect: /login: /,
    ...more,
    afterwards: async (machine) => {
      seen = await runInLiveSystem(machine, 'cat /proc/mounts; ls /dev/pmem*', 300_000);
    },
  });
  const medium = /^\/dev\/pmem\d+ \/run\/(?:live\/medium|initramfs\/live) iso9660 ro/m;
  return { result, seen, fromPmem: medium.test(seen) };
}
