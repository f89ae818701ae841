import { runSmoke, type SmokeResult } from '../../tools/smoke/run-smoke.ts';
import { runInLiveSystem } from './live-shell.ts';

/**
 * Boots a live system made here with a static address that only webboot is told, and with leave to
 * hand it on; what a look into the live system showed.
 */
export async function handOnStaticAddress(
  iso: string,
): Promise<{ readonly result: SmokeResult; readonly seen: string }> {
  let seen = '';
  const result = await runSmoke({
    iso,
    expect: /login: /,
    parameters:
      'webboot.ip=10.0.2.77::10.0.2.2:255.255.255.0::eth0:off:10.0.2.3 webboot.handon=yes',
    afterwards: async (machine) => {
      seen = await runInLiveSystem(
        machine,
        'stat -c "%a %u %n" /run/systemd/network/*; ip -4 -o addr; ip route; ls -A /',
      );
    },
  });
  return { result, seen };
}
