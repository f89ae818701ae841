import type { InspectImage } from '../boot/run/boot-context.ts';
import { runBoot } from '../boot/run/run-boot.ts';
import type { Session } from '../boot/session/session.ts';
import { version } from '../build-info.ts';
import type { HostFacts } from '../core/machine/host-facts.ts';
import { jsonLine } from '../core/printable.ts';
import { keymaps } from '../core/settings/keymaps.ts';
import { redact, redactAll } from '../core/settings/redact.ts';
import type { Settings } from '../core/settings/settings.ts';
import { parseWebbootParameters } from '../core/settings/webboot-parameters.ts';
import { listVolumes } from '../linux/block-devices.ts';
import { startCompilers } from '../linux/compilers.ts';
import { kernelLog, type OpenConsole, openConsoles, runShell } from '../linux/consoles.ts';
import { readHostFacts } from '../linux/host-facts.ts';
import { createImageStores, type ImageStores } from '../linux/image-store.ts';
import { loadKeymap } from '../linux/keymap.ts';
import { openLogFile } from '../linux/log-file.ts';
import { createNetworkControl, type NetworkControl } from '../linux/network/network-control.ts';
import { createKeptNetworks } from '../linux/network/wifi/kept-networks.ts';
import { findRadio } from '../linux/network/wifi/radio.ts';
import { createOwnStick, type OwnStick } from '../linux/own-stick.ts';
import { readSettings } from '../linux/read-settings.ts';
import { realMachine } from '../linux/real-machine.ts';
import { readRecentChoices, rememberChoice } from '../linux/recent-choices.ts';
import { hasSettings, saveLogOnStick, stickMountPoint } from '../linux/stick.ts';
import { loadDrivers } from '../linux/waiting-drivers.ts';
import type { Countdown, SetupChanges } from '../menu/model/state.ts';
import type { TransportOptions } from '../net/transport-options.ts';
import { readAbout } from './about.ts';
import { assembleSession } from './assemble.ts';
import { watchLocalImages } from './local-images.ts';

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
  const host = await readHostFacts();
  const parameters = parseWebbootParameters(host.cmdline);
  const problems: string[] = [];
  const stick = parameters.stick === undefined ? undefined : createOwnStick(parameters.stick);
  // Settings lie on it. A person sees the menu first, and it makes way for them; an automatic boot
  // has to know them.
  const there = parameters.auto ? stick?.wait(automaticMs) : stick?.look();
  await there?.catch((error: Error) => problems.push(error.message));
  const settings = await readSettings(host.cmdline);
  problems.push(...settings.problems);
  const kept = createKeptNetworks(stickMountPoint, (text) => problems.push(text));
  await kept.look();
  const profiles = [...(settings.wifi ?? []), ...kept.profiles];
  const secrets = profiles.flatMap(({ passphrase }) => passphrase ?? []);
  const consoles = openConsoles((process.env.WEBBOOT_CONSOLES ?? '').split(/\s+/).filter(Boolean));

  const network = createNetworkControl(settings, {
    radio: await findRadio(settings.country),
    kept,
  });
  if (settings.keymap !== undefined) {
    await loadKeymap(settings.keymap).catch((error: Error) => problems.push(error.message));
  }
  const { distros, mirrors } = settings;
  const stores = createImageStores(volumesOf(stick));
  const session = await assembleSession({
    machine: realMachine,
    transport: transportBy(network, settings),
    online: () => network.online(),
    ...(distros === undefined ? {} : { distros }),
    ...(mirrors === undefined ? {} : { mirrors }),
    onProblem: (text) => problems.push(text),
    keepImage: stores.keep,
    networkToHandOn: () => network.networkToHandOn(),
    ...seams,
  });
  for (const text of problems) await kernelLog(text);
  const query = settings.url ?? settings.distro;
  if (settings.auto && query !== undefined) {
    startCompilers();
    await bootWithoutPerson(session, { query, settings, consoles, secrets });
  }
  // Success is the jump; whatever else ends an automatic boot, a person finds the menu.
  await showMenu({ session, stores, stick, host, consoles, network, settings, problems, secrets });
}

/** A stick behind a hub takes a few seconds to appear. */
const automaticMs = 10_000;

/** The stick's own partition is mounted, as one to be written to, before anything else is. */
function volumesOf(stick: OwnStick | undefined): () => Promise<readonly string[]> {
  return async () => {
    await stick?.look().catch((error: Error) => kernelLog(error.message));
    return listVolumes();
  };
}

/** By the proxy of the moment; `noproxy` stays. */
function transportBy(network: NetworkControl, { noproxy }: Settings): () => TransportOptions {
  const none = noproxy === undefined ? {} : { none: noproxy };
  let made: { readonly of: string | undefined; readonly transport: TransportOptions } | undefined;
  return () => {
    const { proxy: of } = network;
    if (made === undefined || made.of !== of) {
      const transport = of === undefined ? {} : { proxy: { http: of, https: of, ...none } };
      made = { of, transport };
    }
    return made.transport;
  };
}

/** JSON lines on every console; the kernel's messages go there too, so each starts on a new line. */
async function bootWithoutPerson(
  session: Session,
  {
    query,
    settings,
    consoles,
    secrets,
  }: {
    readonly query: string;
    readonly settings: Settings;
    readonly consoles: readonly OpenConsole[];
    readonly secrets: readonly string[];
  },
): Promise<void> {
  const { entry, append, handon, unverified } = settings;
  const choice = {
    ...(entry === undefined ? {} : { entry }),
    ...(append === undefined ? {} : { append }),
    ...(handon === undefined ? {} : { handOn: handon }),
    ...(unverified === undefined ? {} : { acceptUnverified: unverified }),
  };
  const { signal } = new AbortController();
  const log = openLogFile('events.log', secrets);
  for await (const event of runBoot(session, query, choice, { signal })) {
    const text = jsonLine(redactAll(event, secrets));
    for (const { stdout } of consoles) stdout.write(`\r${text}\r\n`);
    log.write(text);
  }
}

interface MenuParts {
  readonly session: Session;
  readonly stores: ImageStores;
  readonly stick: OwnStick | undefined;
  readonly host: HostFacts;
  readonly consoles: readonly OpenConsole[];
  readonly network: NetworkControl;
  readonly settings: Settings;
  readonly problems: readonly string[];
  readonly secrets: readonly string[];
}

async function showMenu(parts: MenuParts): Promise<void> {
  const { session, stores, stick, host, consoles, network, settings, problems, secrets } = parts;
  const { startTui } = await import('../tui/start-tui.ts');
  const { ui = 'screen' } = settings;
  const log = openLogFile('webboot.log', secrets);
  const recent = await readRecentChoices();
  const countdown = countdownOf(settings, recent);
  const replaced = Promise.withResolvers<{ notice: string }>();
  const hadSettings = await hasSettings();
  // Looked for after each change of what is mounted.
  const onLook = async () => {
    if (stick === undefined || hadSettings || !(await hasSettings())) return;
    replaced.resolve({ notice: 'The stick has settings: they count from the next start on.' });
  };
  const { how } = await startTui({
    session,
    network,
    consoles: consoles.map((console) => ({ ...console, ui })),
    settings: {
      version,
      problems,
      keymaps,
      recent,
      host: { arch: host.arch, ramBytes: host.ramBytes },
      handsOn: settings.handon === true,
      leave: ['reboot', 'power-off'],
      ...(countdown === undefined ? {} : { countdown }),
    },
    actions: {
      shell: ({ name }) => runShell(name),
      loadKeymap,
      remember: (query) => void rememberChoice(query),
      log: log.write,
      ...(stick === undefined ? {} : { saveLog: saveLogOf(secrets) }),
    },
    updates: lateSetup(stores, onLook),
    replaced: replaced.promise,
    onFirstFrame: () => {
      startCompilers();
      void loadDrivers();
      network.online().catch(() => {});
      void kernelLog('menu');
    },
  });
  if (how === 'replaced') {
    await kernelLog('starting again for the settings on the stick');
    return;
  }
  await realMachine.leave(how === 'reboot' ? 'reboot' : 'power-off');
}

/** What the first frame does not wait for. */
async function* lateSetup(
  stores: ImageStores,
  onLook: () => Promise<void>,
): AsyncGenerator<SetupChanges> {
  yield { about: await readAbout() };
  for await (const changes of watchLocalImages(stores, onLook)) {
    const recent = await readRecentChoices();
    yield recent.length === 0 ? changes : { ...changes, recent };
  }
}

/** To the configured choice, or else to the last one. */
function countdownOf(
  { countdown = 0, distro, url, entry }: Settings,
  [last]: readonly string[],
): Countdown | undefined {
  const query = url ?? distro ?? last;
  return countdown === 0 || query === undefined
    ? undefined
    : { secondsLeft: countdown, query, entry };
}

function saveLogOf(secrets: readonly string[]): (lines: readonly string[]) => Promise<string> {
  return (lines) =>
    saveLogOnStick(
      lines.map((line) => redact(line, secrets)),
      new Date(),
    );
}
