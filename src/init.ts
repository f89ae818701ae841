import { assembleSession } from './assemble.ts';
import { runBoot } from './boot/run-boot.ts';
import { builtAt } from './build-info.ts';
import { parseWebbootParameters } from './core/webboot-parameters.ts';
import { type OpenConsole, openConsoles } from './linux/consoles.ts';
import { readHostFacts } from './linux/host-facts.ts';
import { createNetworkManager } from './linux/network/network-manager.ts';
import { realMachine } from './linux/real-machine.ts';

/**
 * webboot's first process in its own image, started and watched by the init script: it opens the
 * consoles, looks for the network, and shows the menu, or boots at once.
 */
const consoles = await openConsoles();
const { cmdline } = await readHostFacts();
const parameters = parseWebbootParameters(cmdline);
const network = createNetworkManager(parameters.interface);
const online = network.online();
online.catch(() => {});
const session = await assembleSession({
  machine: realMachine,
  transport: {},
  online: () => network.online(),
  builtAt,
});
const query = parameters.url ?? parameters.distro;
if (parameters.auto && query !== undefined) {
  await bootWithoutPerson(query, consoles);
}

/** JSON lines on every console; the kernel's own log goes there too, so each starts on a new line. */
async function bootWithoutPerson(query: string, consoles: readonly OpenConsole[]): Promise<void> {
  const choice = {
    ...(parameters.entry === undefined ? {} : { entry: parameters.entry }),
    ...(parameters.append === undefined ? {} : { append: parameters.append }),
    ...(parameters.unverified === undefined ? {} : { acceptUnverified: parameters.unverified }),
  };
  const signal = new AbortController().signal;
  for await (const event of runBoot(session, query, choice, { signal })) {
    for (const { stdout } of consoles) stdout.write(`${JSON.stringify(event)}\r\n`);
  }
}
