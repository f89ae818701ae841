import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';
import { parseDistro } from '../../src/formats/catalogue/distro.ts';
import { readRowFiles } from '../../src/linux/catalogue-files.ts';
import { projectDirectory } from '../shared/paths.ts';
import { step } from '../shared/say.ts';
import { inputsDigest } from './inputs.ts';
import { lightHttp } from './light-http.ts';
import { bundlePage } from './page.ts';
import { sourceDate } from './source-date.ts';
import { withRequire } from './with-require.ts';

/** Name in the bundle, and where it starts. Chunks that they share lie beside them. */
export const ownEntries: Readonly<Record<string, string>> = {
  main: 'src/main.ts',
  init: 'src/init.ts',
  restart: 'src/restart.ts',
  'transfer-worker': 'src/storage/transfer-worker.ts',
};

/** Where the host's own command runs from. */
const hostDirectory = join(projectDirectory, 'dist');
const inputs = ['src', 'distros', 'tools/bundle', 'package-lock.json', 'tsconfig.json'];

interface BundleOptions {
  readonly outDir: string;
  readonly minify: boolean;
  /** Name in the bundle, and source; webboot's own without. */
  readonly entries?: Readonly<Record<string, string>>;
  /** Seconds since 1970; the floor of the clock. */
  readonly builtAt: number;
}

/** Writes `main.mjs`, `init.mjs`, the chunks that they import and the catalogue into an empty `outDir`. */
export async function bundle(options: BundleOptions): Promise<void> {
  await rm(options.outDir, { recursive: true, force: true });
  await mkdir(options.outDir, { recursive: true });
  const { outputFiles } = await build({
    entryPoints: await presentEntries(options.entries ?? ownEntries),
    outdir: options.outDir,
    absWorkingDir: projectDirectory,
    bundle: true,
    // A dynamic import becomes a chunk of its own, read when its screen is opened.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    // Names stay: stack traces in the log of a failure are read by people.
    minifyWhitespace: options.minify,
    minifySyntax: options.minify,
    legalComments: 'none',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      WEBBOOT_VERSION: JSON.stringify(await version()),
      WEBBOOT_BUILT_AT: JSON.stringify(new Date(options.builtAt * 1000).toISOString()),
    },
    plugins: [withoutDevtools, lightHttp, lightDependencies],
    logLevel: 'warning',
    write: false,
  });
  for (const { path, text } of outputFiles) await writeFile(path, withRequire(text));
  await writeFile(join(options.outDir, 'catalogue.json'), await checkedRows());
  await bundlePage(options.outDir);
}

/** The catalogue's rows in one file, checked here so that a start need not. */
async function checkedRows(): Promise<string> {
  const files = await readRowFiles(join(projectDirectory, 'distros'));
  return JSON.stringify(files.map(({ text }) => parseDistro(text)));
}

/** Bundles for this host when the sources have changed since; returns the directory. */
export async function ensureBundle(): Promise<string> {
  const stamp = join(hostDirectory, '.inputs');
  const digest = await inputsDigest(inputs);
  if ((await readFile(stamp, 'utf8').catch(() => '')) !== digest) {
    await step('bundling the command', async () =>
      bundle({ outDir: hostDirectory, minify: false, builtAt: await sourceDate() }),
    );
    await writeFile(stamp, digest);
  }
  return hostDirectory;
}

/** Ink asks for its debugger's library only in development; it is not installed. */
const withoutDevtools: Plugin = {
  name: 'without-devtools',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {};' }));
  },
};

const emojiPattern = '/^\\p{RGI_Emoji}$/v';
const emojiDefinition = `const rgiEmojiRegex = ${emojiPattern};`;
const emojiOnDemand = `let emoji; const rgiEmojiRegex = { test: (text) => (emoji ??= ${emojiPattern}).test(text) };`;

/**
 * Makes less work of other people's code up to the menu's first frame (docs/performance.md). Names within it
 * become short, since to read it is most of that work. string-width's pattern of all emoji takes a fifth of all
 * to make, and only texts beyond ASCII are held against it: it is made when it is asked for.
 */
const lightDependencies: Plugin = {
  name: 'light-dependencies',
  setup({ onLoad }) {
    onLoad({ filter: /\/node_modules\/.*\.js$/ }, async ({ path }) => {
      let source = await readFile(path, 'utf8');
      if (path.endsWith('/string-width/index.js')) {
        if (!source.includes(emojiDefinition)) {
          throw new Error(`${path} defines its pattern of emoji in another way now`);
        }
        source = source.replace(emojiDefinition, () => emojiOnDemand);
      }
      const { code } = await transform(source, {
        minify: true,
        target: 'node24',
        legalComments: 'none',
      });
      return { contents: code };
    });
  },
};

async function version(): Promise<string> {
  const text = await readFile(join(projectDirectory, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function presentEntries(
  entries: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const present: Record<string, string> = {};
  for (const [name, path] of Object.entries(entries)) {
    const found = await access(join(projectDirectory, path)).then(
      () => true,
      () => false,
    );
    if (found) present[name] = join(projectDirectory, path);
  }
  return present;
}
