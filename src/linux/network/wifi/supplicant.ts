import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { defined } from '../../../core/defined.ts';
import type { WifiProfile } from '../../../core/network/wifi.ts';
import { formatSupplicantConfig } from '../../../formats/wifi/supplicant-config.ts';
import {
  parseSupplicantEvent,
  type SupplicantEvent,
} from '../../../formats/wifi/supplicant-event.ts';
import { type LogFile, openLogFile } from '../../log-file.ts';
import { run } from '../../run.ts';
import { runDirectory } from '../../run-directory.ts';

const directory = `${runDirectory}/wifi`;
const systemCertificates = '/usr/share/ca-certificates.crt';

/** One wpa_supplicant for one interface; it joins again by itself when the access point returns. */
export interface Supplicant {
  /** For each event until it ends. */
  onEvent(listener: (event: SupplicantEvent) => void): () => void;
  /** `wpa_cli` with these words; its answer. */
  ask(words: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Without debugging wpa_supplicant names networks, never keys. */
let log: LogFile | undefined;

/** Secrets go by a file that only root can read, never by a command line. */
export async function startSupplicant(
  name: string,
  { profile, country }: { readonly profile?: WifiProfile; readonly country?: string | undefined },
): Promise<Supplicant> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = `${directory}/${name}.conf`;
  const text = formatSupplicantConfig({
    controlDirectory: directory,
    systemCertificates,
    ...defined({ country, profile }),
  });
  await writeFile(file, text, { mode: 0o600 });
  const child = spawn('wpa_supplicant', ['-i', name, '-c', file, '-D', 'nl80211'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  log ??= openLogFile('wifi.log', []);
  const listeners = new Set<(event: SupplicantEvent) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    log?.write(line);
    const event = parseSupplicantEvent(line);
    if (event === undefined) return;
    for (const listener of [...listeners]) listener(event);
  });
  const ask = async (words: readonly string[]) =>
    (await run('wpa_cli', ['-p', directory, '-i', name, ...words], { timeoutMs: 5_000 })).stdout;
  await untilReady(child, ask);
  return {
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Its control socket is there a moment after it was started. */
async function untilReady(
  child: ChildProcess,
  ask: (words: readonly string[]) => Promise<string>,
): Promise<void> {
  for (let tries = 0; tries < 50 && child.exitCode === null; tries += 1) {
    if ((await ask(['ping'])).includes('PONG')) return;
    await sleep(100);
  }
}
