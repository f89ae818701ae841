import type { InspectImage } from '../boot/run/boot-context.ts';
import { normaliseFlags } from '../cli/arguments.ts';
import type { CommandDescription, DescribedCommand, Summary } from '../cli/command-description.ts';
import type { Command } from '../cli/define-command.ts';
import type { CliIo } from '../cli/io.ts';
import type { AwayLocation } from '../core/image/image-location.ts';

export type Run = (argv: readonly string[], io: CliIo) => Promise<number>;

/** A command with what it acts through. */
interface Loaded {
  readonly description: CommandDescription;
  readonly run: Run;
}

/**
 * The commands by name. The summaries are here so that a cold start need not load what it does not
 * call; all else that is told of a command stands with it.
 */
const commands: Readonly<Record<string, { summary: string; load: () => Promise<Loaded> }>> = {
  list: {
    summary: 'Show what can be booted.',
    load: async () => {
      const [{ listCommand }, { summarise }, { openCatalogue }] = await Promise.all([
        import('../cli/list.ts'),
        import('../boot/catalogue/summary.ts'),
        import('./open-catalogue.ts'),
      ]);
      return withTools(listCommand, {
        open: async () => (await openCatalogue()).rows.map(summarise),
        near: async (io) => (await import('./list-near.ts')).listNear(io),
      });
    },
  },
  inspect: {
    summary: 'Show what an image would boot, before it is downloaded.',
    load: async () => {
      const [{ inspectCommand }, { openLocalImage: openLocal }, { hostArchitecture }] =
        await Promise.all([
          import('../cli/inspect.ts'),
          import('../linux/local-image.ts'),
          import('../linux/host-architecture.ts'),
        ]);
      const tools = { openLocal, openAway };
      if (hostArchitecture() !== 'aarch64') return withTools(inspectCommand, tools);
      const { readHostFacts } = await import('../linux/host-facts.ts');
      const { firmware } = await readHostFacts();
      return withTools(inspectCommand, { ...tools, firmware });
    },
  },
  extract: {
    summary: 'Take a kernel out of an image or a package.',
    load: async () => {
      const [{ extractCommand }, { openLocalImage: openLocal }, { withNewFiles }] =
        await Promise.all([
          import('../cli/extract.ts'),
          import('../linux/local-image.ts'),
          import('../linux/new-files.ts'),
        ]);
      const openGraft = async () => {
        const [{ realMachine: machine }, { hostArchitecture }] = await Promise.all([
          import('../linux/real-machine.ts'),
          import('../linux/host-architecture.ts'),
        ]);
        return { machine, arch: hostArchitecture() };
      };
      return withTools(extractCommand, { openLocal, openAway, openGraft, withNewFiles });
    },
  },
  fetch: {
    summary: 'Download an image and verify it.',
    load: async () => {
      const [{ fetchCommand }, { openFetchContext }, { keepYoungGenerationSmall }] =
        await Promise.all([
          import('../cli/fetch.ts'),
          import('./assemble.ts'),
          import('../linux/young-generation.ts'),
        ]);
      keepYoungGenerationSmall();
      return withTools(fetchCommand, openFetchContext);
    },
  },
  serve: {
    summary: 'Offer verified images to the other machines here.',
    load: async () => {
      const [{ serveCommand }, { serveTools }] = await Promise.all([
        import('../cli/serve.ts'),
        import('./serve-images.ts'),
      ]);
      return withTools(serveCommand, serveTools);
    },
  },
  verify: {
    summary: 'Verify an image, or a list of digests.',
    load: async () => {
      const [{ verifyCommand }, { clock, openFetchContext: open }, { imageFiles: files }] =
        await Promise.all([
          import('../cli/verify.ts'),
          import('./assemble.ts'),
          import('../storage/image-files.ts'),
        ]);
      return withTools(verifyCommand, { open, clock, files });
    },
  },
  plan: {
    summary: 'Show what a boot of an ISO would do here.',
    load: async () => {
      const [{ planCommand }, { inspectImage }, { realMachine: machine }, { readFile }] =
        await Promise.all([
          import('../cli/plan.ts'),
          import('../boot/inspect/inspect-image.ts'),
          import('../linux/real-machine.ts'),
          import('node:fs/promises'),
        ]);
      const readText = (path: string) => readFile(path, 'utf8');
      const inspect: InspectImage = async (image, options) =>
        inspectImage(image, { ...options, firmware: (await machine.facts()).firmware });
      return withTools(planCommand, { machine, inspect, readText });
    },
  },
  kexec: {
    summary: 'Jump into any kernel, in phases.',
    load: async () => {
      const [{ kexecCommand }, { realMachine }, { dryRunMachine }] = await Promise.all([
        import('../cli/kexec.ts'),
        import('../linux/real-machine.ts'),
        import('../linux/dry-run.ts'),
      ]);
      return withTools(kexecCommand, ({ dryRun }, io) =>
        dryRun ? dryRunMachine(realMachine, (text) => io.stderr(`${text}\n`)) : realMachine,
      );
    },
  },
  upgrade: {
    summary: 'Change the kernel and keep services running.',
    load: async () => {
      const { upgradeCommand } = await import('../cli/upgrade.ts');
      return withTools(upgradeCommand, async () => {
        const [{ realMachine: machine }, { upgradeMachine: upgrade }] = await Promise.all([
          import('../linux/real-machine.ts'),
          import('../linux/upgrade/upgrade-machine.ts'),
        ]);
        return { machine, upgrade };
      });
    },
  },
  last: {
    summary: 'Show the record of the previous boot attempt.',
    load: async () => {
      const [{ lastCommand }, { findBootRecords }] = await Promise.all([
        import('../cli/last.ts'),
        import('../linux/boot-records.ts'),
      ]);
      return withTools(lastCommand, findBootRecords);
    },
  },
  completion: {
    summary: 'Print the completion for a shell.',
    load: async () => {
      const { completionCommand } = await import('../cli/completion.ts');
      return withTools(completionCommand, describeCommands);
    },
  },
};

async function openAway(location: AwayLocation, io: CliIo) {
  const [{ createNetwork }, { proxyFromEnvironment }, { transportOf }, { realMachine: machine }] =
    await Promise.all([
      import('../net/network.ts'),
      import('../net/transport-options.ts'),
      import('../boot/transports/transport-of.ts'),
      import('../linux/real-machine.ts'),
    ]);
  const network = createNetwork({ proxy: proxyFromEnvironment(io.env) });
  return transportOf(location, { network, machine }).open(io.signal);
}

function withTools<Tools>(command: Command<Tools>, tools: Tools): Loaded {
  return { description: command, run: (argv, io) => command.main(argv, io, tools) };
}

const summaries: readonly Summary[] = Object.entries(commands).map(([name, { summary }]) => ({
  name,
  summary,
}));

/** All of them, webboot itself first: for completions and the manual. */
export async function describeCommands(): Promise<readonly DescribedCommand[]> {
  const { bootCommand } = await import('../cli/boot.ts');
  const main = { ...bootCommand, summary: 'Boot a signed live system over the network.' };
  const others = Object.values(commands).map(async ({ summary, load }) => ({
    ...(await load()).description,
    summary,
  }));
  return [main, ...(await Promise.all(others))];
}

/** What the words call: a command, or a boot by name, or the menu. */
export async function findCommand(
  argv: readonly string[],
): Promise<{ readonly run: Run; readonly rest: readonly string[] }> {
  const [name = '', ...rest] = argv;
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (found !== undefined) return { run: (await found.load()).run, rest: normaliseFlags(rest) };
  const [{ bootCommand }, { bootTools }] = await Promise.all([
    import('../cli/boot.ts'),
    import('./boot-or-menu.ts'),
  ]);
  const tools = { ...bootTools, commands: summaries };
  return { run: (words, io) => bootCommand.main(words, io, tools), rest: normaliseFlags(argv) };
}
