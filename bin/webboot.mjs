#!/usr/bin/env node
// The command on a host: `npm run -s webboot -- ARGS`, `npx webboot`. Small, for its start counts:
// where nothing changed since the last run it compares times only, and becomes the command itself.
import { readdirSync, statSync, utimesSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${project}dist/.inputs`;
const inputs = ['src', 'tools/bundle', 'package-lock.json', 'tsconfig.json'];

if (isStale()) await makeBundle();
if (Number(process.versions.node.split('.')[0]) >= 24) {
  module.enableCompileCache(`${project}dist/.compiled`);
  await import('../dist/main.mjs');
} else {
  const { projectNode, run } = await import('../tools/host/dependencies.mjs');
  process.exitCode = await run(projectNode, [`${project}dist/main.mjs`, ...process.argv.slice(2)]);
}

/** Directories count too: their time tells of files that went away. */
function isStale() {
  const built = timeOf(stamp);
  if (timeOf(`${project}node_modules/.bin/node`) === Infinity || built === Infinity) return true;
  return inputs.some((input) => newest(`${project}${input}`) > built);
}

function newest(path) {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined || !info.isDirectory()) return info?.mtimeMs ?? Infinity;
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newest(`${path}/${name}`)));
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
}

async function makeBundle() {
  const { ensureDependencies, projectNode, run } = await import('../tools/host/dependencies.mjs');
  await ensureDependencies();
  const status = await run(projectNode, [`${project}tools/bundle/ensure-bundle.ts`]);
  if (status !== 0) process.exit(status);
  // Sources can be newer and still the same, after a checkout: not to be looked at again.
  utimesSync(stamp, new Date(), new Date());
}
