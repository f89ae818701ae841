import { normaliseFlags } from '../cli/arguments.ts';
import type { CliIo } from '../cli/io.ts';

export type Command = (argv: readonly string[], io: CliIo) => Promise<number>;

/**
 * The commands by name, with what each of them acts through. Each is loaded when it is called: a
 * cold start must not pay for all of them.
 */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  list: async () => {
    const [{ runList }, { summarise }, { openCatalogue }] = await Promise.all([
      import('../cli/list.ts'),
      import('../boot/catalogue/summary.ts'),
      import('./open-catalogue.ts'),
    ]);
    return (argv, io) => runList(argv, io, async () => (await openCatalogue()).rows.map(summarise));
  },
  inspect: async () => {
    const [{ runInspect }, { openLocalImage }] = await Promise.all([
      import('../cli/inspect.ts'),
      import('../linux/local-image.ts'),
    ]);
    const openRemote = async (urls: readonly string[], io: CliIo) => {
      const [{ createNetwork }, { proxyFromEnvironment }] = await Promise.all([
        import('../net/network.ts'),
        import('../net/transport-options.ts'),
      ]);
      return createNetwork({ proxy: proxyFromEnvironment(io.env) }).open(urls, io.signal);
    };
    return (argv, io) =>
      runInspect(argv, {
        ...io,
        openLocal: openLocalImage,
        openRemote: (urls) => openRemote(urls, io),
      });
  },
  fetch: async () => {
    const [{ runFetch }, { openFetchContext }] = await Promise.all([
      import('../cli/fetch.ts'),
      import('./assemble.ts'),
    ]);
    return (argv, io) => runFetch(argv, io, openFetchContext);
  },
  verify: async () => {
    const [{ runVerify }, { clock, openFetchContext }, { imageFiles: files }] = await Promise.all([
      import('../cli/verify.ts'),
      import('./assemble.ts'),
      import('../storage/image-files.ts'),
    ]);
    return (argv, io) => runVerify(argv, io, { open: openFetchContext, clock, files });
  },
  plan: async () => {
    const [{ runPlan }, { inspectImage }, { realMachine }, { readFile }] = await Promise.all([
      import('../cli/plan.ts'),
      import('../boot/inspect/inspect-image.ts'),
      import('../linux/real-machine.ts'),
      import('node:fs/promises'),
    ]);
    const readText = (path: string) => readFile(path, 'utf8');
    return (argv, io) =>
      runPlan(argv, io, { machine: realMachine, inspect: inspectImage, readText });
  },
  kexec: async () => {
    const [{ runKexec }, { realMachine }, { dryRunMachine }] = await Promise.all([
      import('../cli/kexec.ts'),
      import('../linux/real-machine.ts'),
      import('../linux/dry-run.ts'),
    ]);
    return (argv, io) =>
      runKexec(argv, io, ({ dryRun }) =>
        dryRun ? dryRunMachine(realMachine, (text) => io.stderr(`${text}\n`)) : realMachine,
      );
  },
  last: async () => {
    const [{ runLast }, { findBootRecords }] = await Promise.all([
      import('../cli/last.ts'),
      import('../linux/boot-records.ts'),
    ]);
    return (argv, io) => runLast(argv, io, findBootRecords);
  },
};

/** What the words call: a command, or a boot by name, or the menu. */
export async function findCommand(
  argv: readonly string[],
): Promise<{ readonly run: Command; readonly rest: readonly string[] }> {
  const [name = '', ...rest] = argv;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load !== undefined) return { run: await load(), rest: normaliseFlags(rest) };
  const { bootOrMenu } = await import('./boot-or-menu.ts');
  return { run: bootOrMenu, rest: normaliseFlags(argv) };
}
