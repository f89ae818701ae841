import { setTimeout as sleep } from 'node:timers/promises';
import { defined } from '../../../core/defined.ts';
import type { WifiNetwork } from '../../../core/network/panel.ts';
import type { WifiProfile } from '../../../core/network/wifi.ts';
import { parseScanResults } from '../../../formats/wifi/scan-results.ts';
import type { SupplicantEvent } from '../../../formats/wifi/supplicant-event.ts';
import { exists } from '../../exists.ts';
import { unblockRadio } from './rfkill.ts';
import { type Supplicant, startSupplicant } from './supplicant.ts';
import { joinFailure, joinTimeout, scanFailure } from './wifi-errors.ts';

/** What joins wireless networks; absent where the image has nothing for it. */
export interface Radio {
  scan(name: string, signal: AbortSignal): Promise<readonly WifiNetwork[]>;
  /** Resolves once the interface has a link. */
  join(name: string, profile: WifiProfile, signal: AbortSignal): Promise<void>;
  leave(name: string): Promise<void>;
}

/** All channels of both bands take about four seconds. */
const scanPollMs = 500;
const scanPolls = 16;
/** Each known network that is tried may take the radio once. */
const scanTries = 5;
const joinTimeoutMs = 30_000;
/** An access point may refuse once and take the second try; a network may show up late. */
const patience: Readonly<Record<SupplicantEvent['kind'], number>> = {
  connected: 1,
  'wrong-key': 1,
  'wrong-login': 1,
  certificate: 1,
  rejected: 3,
  'not-found': 3,
};

/** Undefined in an image without wpa_supplicant. */
export async function findRadio(country: string | undefined): Promise<Radio | undefined> {
  return (await exists('/usr/sbin/wpa_supplicant')) ? createRadio(country) : undefined;
}

/** Wi-Fi by wpa_supplicant, one for each interface that is in use. */
function createRadio(country: string | undefined): Radio {
  const supplicants = new Map<string, Supplicant>();
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: two of them on one radio would each undo what the other does. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };
  const stop = async (name: string): Promise<void> => {
    await supplicants.get(name)?.stop();
    supplicants.delete(name);
  };
  const start = async (name: string, profile?: WifiProfile): Promise<Supplicant> => {
    await stop(name);
    await unblockRadio(name);
    const options = { country, ...defined({ profile }) };
    const supplicant = await startSupplicant(name, options);
    supplicants.set(name, supplicant);
    return supplicant;
  };
  const leave = (name: string) => inTurn(() => stop(name));
  return {
    async scan(name, signal) {
      // One that is connected can look around as well; one that gives way to a join cannot.
      const current = () => inTurn(async () => supplicants.get(name) ?? start(name));
      let supplicant = await current();
      for (let tries = 1; ; tries += 1) {
        const answer = await supplicant.ask(['scan']);
        if (/OK|FAIL-BUSY/.test(answer)) break;
        const asked = supplicant;
        supplicant = await current();
        if (supplicant === asked || tries === scanTries) throw scanFailure(name, answer.trim());
      }
      let networks = parseScanResults('');
      for (let polls = 0; polls < scanPolls; polls += 1) {
        await sleep(scanPollMs, undefined, { signal });
        const before = networks.length;
        supplicant = await current();
        networks = parseScanResults(await supplicant.ask(['scan_results']));
        const scanning = /wpa_state=SCANNING/.test(await supplicant.ask(['status']));
        if (!scanning && networks.length > 0 && networks.length === before) break;
      }
      return networks;
    },
    async join(name, profile, signal) {
      const supplicant = await inTurn(() => start(name, profile));
      await waitForLink(supplicant, { name, profile, signal }).catch(async (error: unknown) => {
        await leave(name);
        throw error;
      });
    },
    leave,
  };
}

async function waitForLink(
  supplicant: Supplicant,
  {
    name,
    profile: { ssid },
    signal,
  }: { readonly name: string; readonly profile: WifiProfile; readonly signal: AbortSignal },
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const counts = new Map<string, number>();
  const stopListening = supplicant.onEvent((event) => {
    const count = (counts.get(event.kind) ?? 0) + 1;
    counts.set(event.kind, count);
    if (event.kind === 'connected') resolve();
    else if (count >= patience[event.kind]) reject(joinFailure(event, { name, ssid }));
  });
  const timer = setTimeout(() => reject(joinTimeout(name, ssid)), joinTimeoutMs);
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  // It may have been quicker than we were.
  if (/wpa_state=COMPLETED/.test(await supplicant.ask(['status']))) resolve();
  await promise.finally(() => {
    clearTimeout(timer);
    stopListening();
    signal.removeEventListener('abort', onAbort);
  });
}
