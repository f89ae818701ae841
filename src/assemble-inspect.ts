import { stat } from 'node:fs/promises';
import { type InspectIo, runInspect } from './cli/inspect.ts';
import type { CliIo } from './cli/io.ts';

/**
 * `webboot inspect` on the real machine. What a run does not need is not loaded: nothing of the
 * network for a file, and the other way round.
 */
export function inspectCommand(argv: readonly string[], io: CliIo): Promise<number> {
  return runInspect(argv, { ...io, openLocal, openRemote: (url) => openRemote(url, io) });
}

async function openLocal(path: string): ReturnType<InspectIo['openLocal']> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isDirectory) {
    const { openDirectoryTree } = await import('./linux/directory-tree.ts');
    return { kind: 'directory', tree: await openDirectoryTree(path) };
  }
  const { openFileMedium } = await import('./linux/file-medium.ts');
  return { kind: 'medium', medium: await openFileMedium(path) };
}

async function openRemote(url: string, io: CliIo): ReturnType<InspectIo['openRemote']> {
  const [{ openRemoteFile }, { proxyFromEnvironment }] = await Promise.all([
    import('./net/remote-file.ts'),
    import('./net/transport-options.ts'),
  ]);
  return openRemoteFile({ proxy: proxyFromEnvironment(io.env) }, [url], io.signal);
}
