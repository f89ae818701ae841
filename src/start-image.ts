import { assembleSession } from './assemble.ts';
import type { InspectImage } from './boot/boot-context.ts';
import { runBoot } from './boot/run-boot.ts';
import type { Session } from './boot/session.ts';
import { version } from './build-info.ts';
import type { HostFacts } from './core/host-facts.ts';
import { parseWebbootParameters, type WebbootParameters } from './core/webboot-parameters.ts';
import { kernelLog, type OpenConsole, openConsoles, runShell } from './linux/consoles.ts';
import { readHostFacts } from './linux/host-facts.ts';
import { createNetworkManager } from './linux/network/network-manager.ts';
import { realMachine } from './linux/real-machine.ts';

/** What a test may put in the place of the real thing. */
export interface ImageSeams {
  readonly inspect?: InspectImage;
}

/**
 * webboot's program in its own image, started and watched by initramfs/init.sh: looks for the
 * network, and shows the menu on every console, or boots at once.
 */
export async function startImage(seams: ImageSeams = {}): Promise<void> {
  const host = await readHostFacts();
  const parameters = parseWebbootParameters(host.cmdline);
  const consoles = openConsoles((process.env.WEBBOOT_CONSOLES ?? '').split(/\s+/).filter(Boolean));

  const network = createNetworkManager(parameters.interface);
  network.online().catch(() => {});
  const session = await assembleSession({
    machine: realMachine,
    transport: {},
    online: () => network.online(),
    ...seams,
  });
  const query = parameters.url ?? parameters.distro;
  if (parameters.auto && query !== undefined) {
    await bootWithoutPerson(session, query, parameters, consoles);
  }
  // Success is the jump; whatever else ends an automatic boot, a person finds the menu.
  await showMenu(session, host, consoles);
}

/** JSON lines on every console; the kernel's messages go there too, so each starts on a new line. */
async function bootWithoutPerson(
  session: Session,
  query: string,
  parameters: WebbootParameters,
  consoles: readonly OpenConsole[],
): Promise<void> {
  const { entry, append, unverified } = parameters;
  const choice = {
    ...(entry === undefined ? {} : { entry }),
    ...(append === undefined ? {} : { append }),
    ...(unverified === undefined ? {} : { acceptUnverified: unverified }),
  };
  const { signal } = new AbortController();
  for await (const event of runBoot(session, query, choice, { signal })) {
    for (const { stdout } of consoles) stdout.write(`\r${JSON.stringify(event)}\r\n`);
  }
}

async function showMenu(
  session: Session,
  host: HostFacts,
  consoles: readonly OpenConsole[],
): Promise<void> {
  const { startTui } = await import('./tui/start-tui.ts');
  const { how } = await startTui({
    session,
    consoles: consoles.map((console) => ({ ...console, ui: 'screen' })),
    settings: {
      version,
      host: { arch: host.arch, ramBytes: host.ramBytes },
      leave: ['reboot', 'power-off'],
    },
    actions: { shell: ({ name }) => runShell(name) },
    onFirstFrame: () => void kernelLog('menu'),
  });
  await realMachine.leave(how === 'reboot' ? 'reboot' : 'power-off');
}
