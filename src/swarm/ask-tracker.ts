import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import {
  type Announce,
  announceUrl,
  encodeAnnounce,
  encodeConnect,
  parseAnnounce,
  parseConnect,
  parseHttpAnswer,
  type TrackerAnswer,
} from '../formats/bittorrent/tracker.ts';
import type { Network } from '../ports/network.ts';

/** A thousand peers have 6 KB. */
const mostBytes = 64 * 1024;
const answerMs = 5_000;
/** By UDP a packet may be lost (BEP 15 tries eight times, for hours). */
const tries = 2;

/** Announces to one tracker, by HTTP or UDP. Rejects if it does not answer as a tracker does. */
export async function askTracker(
  tracker: string,
  announce: Announce,
  { network, signal }: { readonly network: Network; readonly signal: AbortSignal },
): Promise<TrackerAnswer> {
  const { protocol, hostname, port } = new URL(tracker);
  if (protocol === 'udp:') {
    return askByUdp(
      { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) },
      announce,
      signal,
    );
  }
  const { bytes } = await network.fetchSmall([announceUrl(tracker, announce)], {
    maxBytes: mostBytes,
    signal,
    optional: true,
  });
  return parseHttpAnswer(bytes);
}

async function askByUdp(
  place: { readonly host: string; readonly port: number },
  announce: Announce,
  signal: AbortSignal,
): Promise<TrackerAnswer> {
  const socket = createSocket(place.host.includes(':') ? 'udp6' : 'udp4');
  const transaction = () => randomInt(0, 2 ** 32);
  const ask = <T>(packet: Uint8Array, parse: (answer: Uint8Array) => T | undefined) =>
    exchange(socket, { ...place, packet, parse, signal });
  try {
    const first = transaction();
    const connection = await ask(encodeConnect(first), (answer) => parseConnect(answer, first));
    const second = transaction();
    const packet = encodeAnnounce(announce, { connection, transaction: second });
    return await ask(packet, (answer) => parseAnnounce(answer, second));
  } finally {
    socket.close();
  }
}

interface Exchange<T> {
  readonly host: string;
  readonly port: number;
  readonly packet: Uint8Array;
  readonly parse: (answer: Uint8Array) => T | undefined;
  readonly signal: AbortSignal;
}

/** Sends a packet until one comes that answers it; whatever else comes is passed over. */
function exchange<T>(
  socket: Socket,
  { host, port, packet, parse, signal }: Exchange<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    const send = () => {
      if (sent === tries) return end(new Error(`The tracker ${host} does not answer.`));
      sent += 1;
      try {
        socket.send(packet, port, host, (error) => error && end(error));
      } catch (error) {
        // A torrent may name a tracker without a port; what is thrown here at the next try would end webboot.
        end(error as Error);
      }
    };
    const onMessage = (answer: Uint8Array) => {
      const parsed = parse(answer);
      if (parsed === undefined) return;
      end();
      resolve(parsed);
    };
    const onAbort = () => end(new Error('cancelled'));
    const end = (error?: Error) => {
      clearInterval(sending);
      socket.off('message', onMessage);
      signal.removeEventListener('abort', onAbort);
      if (error) reject(error);
    };
    const sending = setInterval(send, answerMs);
    socket.on('message', onMessage);
    socket.once('error', end);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    else send();
  });
}
