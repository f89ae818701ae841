import type { InspectImage } from '../boot/run/boot-context.ts';
import { defined } from '../core/defined.ts';
import { listVolumes } from '../linux/block-devices.ts';
import { startCompilers } from '../linux/compilers.ts';
import { kernelLog, type OpenConsole, openConsoles } from '../linux/consoles.ts';
import { readHostFacts } from '../linux/host-facts.ts';
import { createImageStores } from '../linux/image-store.ts';
import { readInjection } from '../linux/injection.ts';
import { loadKeymap } from '../linux/keymap.ts';
import { loadAlone } from '../linux/load-alone.ts';
import { openLogFile } from '../linux/log-file.ts';
import { createNetworkControl } from '../linux/network/network-control.ts';
import { findRadio } from '../linux/network/wifi/radio.ts';
import { readOwnFiles } from '../linux/own-files.ts';
import { createOwnStick, type OwnStick } from '../linux/own-stick.ts';
import { takePaintedFrames } from '../linux/painted-frames.ts';
import { readSettings } from '../linux/read-settings.ts';
import { realMachine } from '../linux/real-machine.ts';
import { createReleaseMemory } from '../linux/seen-releases.ts';
import { createStickFiles } from '../linux/stick-files.ts';
import { type Assembly, assembleFiles, assembleSession } from './assemble.ts';
import { showImageMenu } from './image-menu.ts';
import { logProblems, readImageSetup } from './image-setup.ts';
import { nearImages, nearLists } from './near-images.ts';
import { proxiedTransport } from './proxied-transport.ts';
import { openSpeech } from './speech-menu.ts';
import { bootUnattended } from './unattended-boot.ts';
import type { WaitingServer } from './waiting-server.ts';

/** What a test may put in the place of the real thing. */
export interface ImageSeams {
  readonly inspect?: InspectImage;
}

/**
 * webboot's program in its own image, started and watched by initramfs/init.sh: looks for the
 * network, and shows the menu on every console, or boots at once. Resolves where it is to be
 * started anew, for settings that have come up since.
 */
export async function startImage(seams: ImageSeams = {}): Promise<void> {
  const setup = await readImageSetup({
    host: await readHostFacts(),
    openStick: createOwnStick,
    openFiles: (onProblem) => createStickFiles({ onProblem }),
    readSettings,
  });
  const { settings, stick, kept, files, report, secrets } = setup;
  let consoles: Promise<readonly OpenConsole[]> | undefined;
  const takeConsoles = () => (consoles ??= openGivenConsoles());
  const network = createNetworkControl(settings, {
    radio: await findRadio(settings.country),
    kept,
  });
  // Nobody waits for a menu: the network comes up while the rest is loaded. Who needs it says what is wrong.
  if (settings.auto) network.online().catch(() => {});
  if (settings.keymap !== undefined) {
    await loadKeymap(settings.keymap).catch((error: Error) => report.add(error.message));
  }
  const { distros, mirrors } = settings;
  const stores = createImageStores(volumesOf(stick));
  const injection = () => readInjection((text) => void kernelLog(text));
  const speech = openSpeech(settings, report.add);
  const machine = { ...realMachine, alone: loadAlone };
  const assembly: Assembly = {
    machine: speech?.outspoken(machine) ?? machine,
    transport: proxiedTransport(network, settings),
    online: () => network.online(),
    findNear: nearImages(settings.peers),
    listNear: nearLists(settings.peers),
    peers: settings.peers ?? 'auto',
    dht: settings.dht,
    ...defined({ distros, mirrors }),
    onProblem: report.add,
    keepImage: stores.keep,
    releases: createReleaseMemory(files, (text) => void kernelLog(text)),
    networkToHandOn: () => network.networkToHandOn(),
    injection,
    ownFiles: readOwnFiles,
    onServeProblem: (text) => void kernelLog(text),
    ...seams,
  };
  const session = await assembleSession(assembly);
  await logProblems(report);
  const query = settings.url ?? settings.distro;
  if (settings.auto && query !== undefined) {
    startCompilers();
    // Needed for most images, and loaded while DHCP waits.
    void import('../verify/openpgp/verify-openpgp.ts');
    const log = openLogFile('events.log', secrets);
    const opened = await takeConsoles();
    const write = (line: string) => {
      writeToAll(opened, line);
      log.write(line);
    };
    await bootUnattended(session, query, { settings, secrets, injection, write });
  }
  // Success is the jump; whatever else ends an automatic boot, a person finds the menu.
  let waiting: Promise<WaitingServer> | undefined;
  const onImages = (paths: readonly string[]) => {
    if (settings.serve !== 'auto') return;
    waiting ??= openWaitingServer(assembly);
    void waiting.then((server) => server.offer(paths));
  };
  const parts = { session, stores, takeConsoles, network, speech, injection, onImages };
  const how = await showImageMenu(parts, setup);
  await (await waiting)?.stop();
  if (how === 'replaced') await kernelLog('starting again for the settings on the stick');
  else await realMachine.leave(how);
}

/** From initramfs/init.sh, which has drawn on them, and answers keys until now. */
async function openGivenConsoles(): Promise<readonly OpenConsole[]> {
  const { WEBBOOT_CONSOLES: devices = '', WEBBOOT_PAINTED: painted = '' } = process.env;
  return openConsoles(
    devices.split(/\s+/).filter(Boolean),
    await takePaintedFrames(painted.trim()),
  );
}

async function openWaitingServer(assembly: Assembly): Promise<WaitingServer> {
  const { createWaitingServer } = await import('./waiting-server.ts');
  const log = (text: string) => void kernelLog(text);
  return createWaitingServer({ open: () => assembleFiles(assembly), log });
}

/** The stick's own partition is mounted, as one to be written to, before anything else is. */
function volumesOf(stick: OwnStick | undefined): () => Promise<readonly string[]> {
  return async () => {
    await stick?.look().catch((error: Error) => kernelLog(error.message));
    return listVolumes();
  };
}

/** The kernel's messages go there too, so each starts on a new line. */
function writeToAll(consoles: readonly OpenConsole[], line: string): void {
  for (const { stdout } of consoles) stdout.write(`\r${line}\r\n`);
}
