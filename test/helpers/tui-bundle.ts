import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles a program that runs the menu as the image is bundled; resolves to the program's path. */
export async function bundleTuiProgram(
  entry = fileURLToPath(new URL('./tui-program.tsx', import.meta.url)),
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'webboot-tui-'));
  const stub = join(directory, 'no-devtools.js');
  await writeFile(stub, 'export default {};\n');
  await build({
    entryPoints: [entry],
    outdir: join(directory, 'program'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { 'react-devtools-core': stub },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return join(directory, 'program', `${parse(entry).name}.mjs`);
}
