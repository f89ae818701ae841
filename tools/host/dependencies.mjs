// Plain JavaScript on purpose: this runs on the host's own Node, before the project's is there.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const binaries = join(project, 'node_modules', '.bin');

/** The Node of every script, and the one that is embedded in the image. */
export const projectNode = join(binaries, 'node');

/** Whether this very process runs on it; npm puts `node_modules/.bin` in front of PATH. */
export function onProjectNode() {
  return Number(process.versions.node.split('.')[0]) >= 24;
}

/**
 * Whether `node_modules` is what the lockfile says: by the digest that was left after an install
 * here, else (somebody ran npm by hand) by npm's own record being the newer file.
 */
export function dependenciesFresh({ digest, installedDigest, lockTime, installedTime }) {
  if (installedTime === undefined) return false;
  return installedDigest === undefined ? installedTime >= lockTime : installedDigest === digest;
}

/** Runs `npm ci` when `node_modules` is absent or stale, and says so. */
export async function ensureDependencies() {
  const lockfile = join(project, 'package-lock.json');
  const stamp = join(project, 'node_modules', '.webboot-lockfile');
  const record = join(project, 'node_modules', '.package-lock.json');
  const digest = createHash('sha256').update(readFileSync(lockfile)).digest('hex');
  const fresh = dependenciesFresh({
    digest,
    installedDigest: existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined,
    lockTime: statSync(lockfile).mtimeMs,
    installedTime: statSync(record, { throwIfNoEntry: false })?.mtimeMs,
  });
  if (fresh) return;
  say('installing the npm packages that package-lock.json names (npm ci) ...');
  const begun = Date.now();
  const beat = setInterval(() => say(`  ${Math.round((Date.now() - begun) / 1000)} s ...`), 15_000);
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const status = await run('npm', args, { PATH: hostPath(), NODE_ENV: 'development' });
  clearInterval(beat);
  if (status !== 0) fail('npm ci failed; its own words are above', 'npm ci');
  linkNode();
  if (!existsSync(projectNode)) {
    fail(
      `there is no Node for ${process.platform}-${process.arch} in the lockfile`,
      'x64 or arm64',
    );
  }
  writeFileSync(stamp, digest);
}

/** The npm 9 of Debian links the programs of all packages but that of Node. */
function linkNode() {
  const program = join(`node-linux-${process.arch}`, 'bin', 'node');
  if (existsSync(projectNode) || !existsSync(join(project, 'node_modules', program))) return;
  symlinkSync(join('..', program), projectNode);
}

/** Runs a command in this terminal; its exit status, 128 + n when a signal n ended it. */
export function run(command, args, environment = {}) {
  // The child gets Ctrl-C from the terminal as well, and decides what becomes of it.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      cwd: command === 'npm' ? project : process.cwd(),
      env: { ...process.env, ...environment },
    });
    child.once('error', (error) => fail(`${command}: ${error.message}`, `install ${command}`));
    child.once('close', (code, signal) => {
      process.off('SIGINT', ignore);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** PATH with the project's programs in front. */
export function projectPath() {
  return [binaries, hostPath()].join(delimiter);
}

/** PATH without them: `npm ci` removes the very Node that npm's scripts would run on. */
function hostPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.filter((folder) => !folder.endsWith('node_modules/.bin')).join(delimiter);
}

export function say(text) {
  process.stderr.write(`webboot: ${text}\n`);
}

export function fail(text, remedy) {
  process.stderr.write(`webboot: ${text}\n  ${remedy}\n`);
  process.exit(1);
}
