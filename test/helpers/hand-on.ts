import { liveAir } from '../../tools/live-iso/wifi.ts';
import { runSmoke, type SmokeResult } from '../../tools/smoke/run-smoke.ts';
import { runInLiveSystem } from './live-shell.ts';
import { chooseDemo, joinKnown, withWifiMenu } from './wifi-menu.ts';

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

const home = { ...liveAir, security: 'wpa2-psk' } as const;
/** Of the live system's service, from the login on: all of it is emulated. */
const joinSeconds = 120;

/**
 * Joins a network by webboot's menu, boots a live system made here with leave to hand it on, and
 * waits for that to be joined to the same network: its addresses at last, and the console.
 */
export async function handOnWifi(
  iso: string,
): Promise<{ readonly log: string; readonly seen: string }> {
  return withWifiMenu({ accessPoints: [home], settings: {}, iso }, async (menu) => {
    await menu.until(/Type a number, or part of a name/);
    await joinKnown(menu, home);
    await menu.until(/joined Home/);
    await chooseDemo(menu);
    menu.type('n');
    await menu.until(/the live system gets Wi-Fi Home/);
    menu.type('1');
    await menu.until(/login: /, 600_000);
    const address = `ip -4 -o addr | grep -F ${liveAir.prefix}.`;
    const waiting = `end=$(($(date +%s) + ${joinSeconds})); until ${address} || [ $(date +%s) -gt $end ]; do sleep 2; done`;
    const looking =
      'ip -o link; systemctl --no-pager --failed; journalctl -b --no-pager | grep -iE "air|wifi|wlan|iwd|wpa|NetworkManager|networkd" | tail -n 60';
    const seen = await runInLiveSystem(
      menu.machine,
      `${waiting}; ${looking}`,
      2 * joinSeconds * 1000,
    );
    return { log: menu.machine.log, seen };
  });
}
