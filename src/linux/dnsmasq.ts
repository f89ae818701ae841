import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { printable } from '../core/printable.ts';
import { WebbootError } from '../errors.ts';
import { exists } from './exists.ts';
import { run } from './run.ts';

const programs = [
  '/usr/sbin/dnsmasq',
  '/sbin/dnsmasq',
  '/usr/bin/dnsmasq',
  '/usr/local/sbin/dnsmasq',
];
const package_ = 'dnsmasq-base';
const startMs = 10_000;

export interface RunningDnsmasq {
  stop(): Promise<void>;
}

/** Where dnsmasq is. On hosts with apt it is installed if it is missing; `onNote` takes a sentence about that. */
export async function ensureDnsmasq(onNote: (text: string) => void): Promise<string> {
  const found = await findDnsmasq();
  if (found !== undefined) return found;
  const missing = (cause?: unknown) =>
    new WebbootError(
      'host-tool-missing',
      'The program dnsmasq, which answers PXE clients, is not installed.',
      {
        subject: 'dnsmasq',
        remedy: `Install it from your distribution's package, which is ${package_} on Debian and Ubuntu.`,
        cause,
      },
    );
  onNote(`Installing the package ${package_}.`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '-qq', '--no-install-recommends', package_];
  const options = { env, timeoutMs: 300_000 };
  let result = await run('apt-get', install, options).catch((cause: unknown) => {
    throw missing(cause);
  });
  if (result.exitCode !== 0) {
    await run('apt-get', ['update', '-qq'], options);
    result = await run('apt-get', install, options);
  }
  const installed = await findDnsmasq();
  if (installed === undefined) throw missing(new Error(result.stderr));
  return installed;
}

/** Starts it in the foreground of this process, and waits until it answers. Throws WebbootError `host-unsupported`. */
export async function startDnsmasq(
  program: string,
  configFile: string,
  { onProblem }: { readonly onProblem: (text: string) => void },
): Promise<RunningDnsmasq> {
  const child = spawn(program, ['--keep-in-foreground', `--conf-file=${configFile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = once(child, 'close').catch(() => []);
  const said = await started(child);
  if (said !== undefined) {
    child.kill();
    await gone;
    throw new WebbootError(
      'host-unsupported',
      `The program dnsmasq cannot answer PXE clients: ${said}`,
      {
        subject: program,
        remedy: 'Stop another DHCP server on this machine, or give the files to that one.',
      },
    );
  }
  let ending = false;
  void gone.then(() => {
    if (!ending) onProblem('dnsmasq has ended. Machines can no longer start from this network.');
  });
  return {
    async stop() {
      ending = true;
      child.kill();
      await gone;
    },
  };
}

async function findDnsmasq(): Promise<string | undefined> {
  for (const path of programs) {
    if (await exists(path)) return path;
  }
  return undefined;
}

/** Undefined as soon as it has started; what it said last if it ends instead, or says nothing. */
function started(child: ChildProcess): Promise<string | undefined> {
  return new Promise((done) => {
    let log = '';
    const lastWords = () => printable(log.trim().split('\n').at(-1) ?? '').slice(0, 300);
    const timer = setTimeout(() => done(`it did not start in ${startMs / 1000} s`), startMs);
    const end = (result: string | undefined) => {
      clearTimeout(timer);
      done(result);
    };
    child.once('error', ({ message }) => end(message));
    child.once('close', () => end(lastWords()));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // Each request of a client is a line; only the start is of interest.
      log = (log + text).slice(-4096);
      if (/: started, version/.test(log)) end(undefined);
    });
  });
}
