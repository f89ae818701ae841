import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { grubMenuName } from '../../../src/core/netboot/files.ts';
import { placeLoaders } from '../../../tools/netboot/write.ts';
import { runInLiveSystem } from '../../helpers/live-shell.ts';
import {
  architectureOf,
  demoBoot,
  type GuestFirmware,
  startNetbootGuest,
  startServing,
  withoutPxe,
} from '../../helpers/netboot-room.ts';
import { openRoom, type Room, type StartingPoint } from '../../helpers/room.ts';
import type { SoakCase } from '../cases.ts';
import { reachLogin } from './reach-login.ts';

type Onwards = Extract<GuestFirmware, 'bios' | 'arm64'>;

const loginMs = 1_800_000;

/** Of the second machine's live system, and what its router tells the third one. */
const second = { address: '10.77.0.60', port: 8080 };
const third = '52:54:00:77:00:03';
const secondUrl = `http://${second.address}:${second.port}`;

/**
 * A serves B, is switched off, and B's live system serves C: all of it that C needs. On arm64, B comes by
 * HTTP boot and C by PXE.
 */
export function onwardsCase(name: string, firmware: Onwards): SoakCase {
  return {
    name,
    async run(watch) {
      await using start = await startingPoint(firmware);
      await using room = await openRoom({ sendsTo: { mac: third, ...start.point } });
      const append = `${demoBoot} webboot.serve=auto`;
      const serving = await startServing(room, { arch: architectureOf(firmware), append });
      const extra = firmware === 'arm64' ? withoutPxe : [];
      const b = await startNetbootGuest(room, { firmware, extra });
      watch(b);
      try {
        await b.waitFor(/login: /, { timeoutMs: loginMs });
        const seconds = Math.round(b.elapsed);
        await serving[Symbol.asyncDispose]();
        await serveOn(b);
        const { ok, sent, ...c } = await bootThird(room, firmware, (machine) =>
          watch(oneAfterTheOther(b, machine)),
        );
        const by = `${c.by}, from B's live system`;
        return { ok, cells: [firmware, by, `B ${seconds}, C ${c.seconds}`, sent] };
      } finally {
        await b.kill();
        await serving[Symbol.asyncDispose]();
      }
    },
  };
}

/**
 * Where the router sends the third machine. iPXE takes everything from the second one. There is none for
 * arm64: the router has Debian's boot loaders, and GRUB goes on to the second machine's menu.
 */
async function startingPoint(
  firmware: Onwards,
): Promise<AsyncDisposable & { readonly point: StartingPoint }> {
  if (firmware === 'bios') {
    const point = { script: `${secondUrl}/boot/boot.ipxe` };
    return { point, [Symbol.asyncDispose]: async () => {} };
  }
  const folder = await mkdtemp(join(tmpdir(), 'webboot-tftp-'));
  await placeLoaders(folder, architectureOf(firmware));
  const menu = join(folder, grubMenuName);
  await mkdir(dirname(menu), { recursive: true });
  await writeFile(
    menu,
    `set root=(http,${second.address}:${second.port})\nconfigfile /boot/grub/grub.cfg\n`,
  );
  return {
    point: { folder, loader: 'shimaa64.efi' },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Both consoles in one log. */
function oneAfterTheOther(...machines: readonly { readonly log: string }[]) {
  return {
    get log() {
      return machines.map(({ log }) => log).join('\n---\n');
    },
  };
}

async function serveOn(machine: Parameters<typeof runInLiveSystem>[0]): Promise<void> {
  const command = [
    'card=$(ls /sys/class/net | grep -v lo | head -n 1)',
    `ip addr add ${second.address}/24 dev $card`,
    'ip link set $card up',
    `sh /run/webboot/serve --append '${demoBoot}' >/tmp/serve.log 2>&1 &`,
    'for i in $(seq 900); do grep -q Offered /tmp/serve.log && break; sleep 1; done',
    'uname -m; cat /tmp/serve.log; df /run/webboot/root',
  ].join('; ');
  const said = await runInLiveSystem(machine, command.replace('&;', '&'), 1_000_000);
  if (!said.includes('Offered at')) throw new Error(`the live system does not serve: ${said}`);
}

async function bootThird(room: Room, firmware: Onwards, watch: Parameters<SoakCase['run']>[0]) {
  const c = await startNetbootGuest(room, { firmware, tap: room.taps[1], mac: third });
  watch(c);
  try {
    const { ok, seconds, image } = await reachLogin(c, { room, server: second.address });
    const by = firmware === 'bios' ? 'iPXE' : 'shim and GRUB';
    return { ok, by, seconds, sent: image };
  } finally {
    await c.kill();
  }
}
