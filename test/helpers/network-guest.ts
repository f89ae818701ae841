import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect as dial, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FailureReport } from '../../src/core/plan/boot-event.ts';
import { writeDemoInitramfs } from '../../tools/demo/initramfs.ts';
import { ensureDemo } from '../../tools/demo/iso.ts';
import { demoKey } from '../../tools/demo/key.ts';
import { demoId, demoRow } from '../../tools/demo/row.ts';
import { ensureImage, imageDirectory } from '../../tools/image/build.ts';
import { defaultOptions, type Flavour } from '../../tools/image/options.ts';
import { type Mirror, startMirror } from '../../tools/mirror/mirror.ts';
import { guestMemory } from '../../tools/qemu/guest-memory.ts';
import { type QemuProcess, startQemu } from '../../tools/qemu/qemu.ts';
import { createQemuMonitor } from './qemu-monitor.ts';

/** How far webboot came by itself: to the download, or to a failure. */
export type NetworkOutcome =
  | { readonly kind: 'downloading'; readonly seconds: number; readonly log: string }
  | { readonly kind: 'failed'; readonly failure: FailureReport; readonly log: string };

export interface NetworkScenario {
  /** QEMU's arguments for the network. */
  readonly network: readonly string[];
  /** The image for virtual machines otherwise. */
  readonly flavour?: Flavour;
  readonly cmdline?: string;
  /** Where the guest finds the demo's mirror. */
  readonly mirrorUrl: (mirror: Mirror) => string;
  /** Once the mirror is there, before the guest. */
  readonly onMirror?: (mirror: Mirror) => Promise<void>;
  /** Commands for QEMU's monitor, each so many seconds after the start. */
  readonly monitor?: readonly { readonly afterS: number; readonly command: string }[];
  readonly timeoutMs?: number;
}

/** Lets webboot boot the demo over a network of its own, until it downloads or gives up. */
export async function runNetworkScenario(scenario: NetworkScenario): Promise<NetworkOutcome> {
  const options = { ...defaultOptions, flavour: scenario.flavour ?? defaultOptions.flavour };
  await ensureImage(options);
  const key = await demoKey();
  const publication = await ensureDemo(key);
  const image = imageDirectory(options);
  const mirror = await startMirror(publication.directory);
  await scenario.onMirror?.(mirror);
  const work = await mkdtemp(join(tmpdir(), 'webboot-network-'));
  const initrd = join(work, 'initramfs.img');
  const monitor = await createQemuMonitor();
  const row = demoRow(publication, { mirrorUrl: scenario.mirrorUrl(mirror), key });
  await writeDemoInitramfs({ initrds: [join(image, 'initramfs.img')], out: initrd, row, key });
  const { memoryMb, memmap } = guestMemory(publication.bytes);
  const machine = await startQemu({
    arch: 'x86_64',
    memoryMb,
    network: 'none',
    kernel: join(image, 'vmlinuz'),
    initrd,
    cmdline: `console=ttyS0,115200 panic=-1 webboot.auto webboot.distro=${demoId} ${memmap} ${scenario.cmdline ?? ''}`,
    extra: [...scenario.network, ...monitor.arguments],
  });
  const timers = (scenario.monitor ?? []).map(({ afterS, command }) =>
    setTimeout(() => monitor.run(command).catch(() => {}), afterS * 1000),
  );
  try {
    await machine.waitFor(outcomePattern, { timeoutMs: scenario.timeoutMs ?? 180_000 });
    return outcomeOf(machine);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    await machine.kill();
    await monitor.close();
    await mirror.close();
    await rm(work, { recursive: true, force: true });
  }
}

const outcomePattern = /"stage":"acquire","state":"begin"|^.*(\{"type":"failed".*\})\s*$/m;

/** What a machine's console tells of how far webboot came. */
export function outcomeOf({ log, elapsed }: QemuProcess): NetworkOutcome {
  const found = outcomePattern.exec(log);
  if (found === null) throw new Error(`neither a download nor a failure:\n${log.slice(-2000)}`);
  const [, failed] = found;
  if (failed === undefined) return { kind: 'downloading', seconds: elapsed, log };
  const { failure } = JSON.parse(failed) as { readonly failure: FailureReport };
  return { kind: 'failed', failure, log };
}

/** Makes a server of IPv4's loopback reachable on IPv6's, at the same port. */
export async function relayOnIpv6(port: number): Promise<Server> {
  const server = createServer((socket) => {
    const target = dial(port, '127.0.0.1');
    socket.pipe(target).pipe(socket);
    for (const end of [socket, target]) end.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '::1', resolve);
  });
  return server;
}
