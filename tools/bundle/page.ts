import { join } from 'node:path';
import { build } from 'esbuild';
import { projectDirectory } from '../shared/paths.ts';

/** Writes `page.js` into a directory: the script of the menu's page, for browsers of the last years. */
export async function bundlePage(outDir: string): Promise<void> {
  await build({
    entryPoints: { page: join(projectDirectory, 'src/page/main.tsx') },
    outdir: outDir,
    absWorkingDir: projectDirectory,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome90', 'firefox90', 'safari15'],
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
}
