import { normaliseFlags } from './cli/arguments.ts';
import type { CliIo } from './cli/io.ts';

export type Command = (argv: readonly string[], io: CliIo) => Promise<number>;

/**
 * The commands by name, with what each of them acts through. Each is loaded when it is called: a
 * cold start must not pay for all of them.
 */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  inspect: async () => {
    const [{ runInspect }, { openLocalImage }] = await Promise.all([
      import('./cli/inspect.ts'),
      import('./linux/local-image.ts'),
    ]);
    const openRemote = async (url: string, io: CliIo) => {
      const [{ createNetwork }, { proxyFromEnvironment }] = await Promise.all([
        import('./net/network.ts'),
        import('./net/transport-options.ts'),
      ]);
      return createNetwork({ proxy: proxyFromEnvironment(io.env) }).open([url], io.signal);
    };
    return (argv, io) =>
      runInspect(argv, {
        ...io,
        openLocal: openLocalImage,
        openRemote: (url) => openRemote(url, io),
      });
  },
  fetch: async () => {
    const [{ runFetch }, { openFetchContext }] = await Promise.all([
      import('./cli/fetch.ts'),
      import('./assemble.ts'),
    ]);
    return (argv, io) => runFetch(argv, io, openFetchContext);
  },
  verify: async () => {
    const [{ runVerify }, { clock, openFetchContext }] = await Promise.all([
      import('./cli/verify.ts'),
      import('./assemble.ts'),
    ]);
    return (argv, io) => runVerify(argv, io, { open: openFetchContext, clock });
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
