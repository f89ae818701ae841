import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

const readBytes = 256 * 1024;
/** The most of a TLS record (RFC 8446, section 5.1), which Node hands over one at a time. */
const recordBytes = 16 * 1024;
/** The most that an answer's headers may take: some mirrors set cookies and policies by the dozen. */
export const maxHeaderBytes = 128 * 1024;
/** More than the headers, and what comes with their last byte. */
const headBytes = maxHeaderBytes + 16 * 1024;

/**
 * An undici connector whose sockets read into one buffer of their own, again and again, instead of
 * into a new one for each read, and hand on the records that came together in one piece. It halves
 * the CPU time of a long download and keeps its garbage at nothing; the price is that a body's bytes
 * are valid only until the handler returns.
 *
 * It rests on the `onread` option of node:net and on undici's reading sockets by the contract of
 * node:stream ('readable', then `read()` until null). Headers may span reads and undici keeps
 * views of them, so the bytes that follow a request are copied until no header can be among them.
 */
export function borrowingConnector(
  settings: buildConnector.BuildOptions,
): buildConnector.connector {
  return (target, callback) => {
    const buffer = Buffer.allocUnsafeSlow(readBytes);
    let socket: Socket | undefined;
    let current: Buffer | undefined;
    /** Between them lie the bytes that undici has not been told of; behind them the next read's land. */
    let start = 0;
    let end = 0;
    let turn: NodeJS.Immediate | undefined;
    /** What undici has not taken, because the body is paused. */
    const held: Buffer[] = [];
    let sinceRequest = 0;
    const deliver = () => {
      const view = buffer.subarray(start, end);
      start = end;
      clearImmediate(turn);
      turn = undefined;
      if (view.length > 0 && held.length === 0) {
        current = sinceRequest <= headBytes ? Buffer.from(view) : view;
        socket?.emit('readable');
        if (current === undefined) return;
      }
      // TLS may hand over what it has decrypted already after it was told to stop.
      if (view.length > 0) held.push(Buffer.from(view));
      current = undefined;
    };
    const onread = {
      // Asked for after each read.
      buffer: () => {
        if (start === end) {
          start = 0;
          end = 0;
        }
        return end === 0 ? buffer : buffer.subarray(end);
      },
      callback: (length: number) => {
        end += length;
        sinceRequest += length;
        const more = length <= recordBytes && end <= readBytes - recordBytes;
        if (more && sinceRequest > headBytes && held.length === 0) {
          // The records of one read come within one turn of the event loop.
          turn ??= setImmediate(deliver);
        } else {
          deliver();
        }
        return held.length === 0;
      },
    };
    buildConnector({ ...settings, onread })(target, (...[error, connected]) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      socket = connected;
      const { read, write } = connected;
      connected.read = (size?: number) => {
        if (size === 0) return read.call(connected, size);
        const chunk = current ?? held.shift();
        current = undefined;
        // The socket's own read also starts the reading again.
        return chunk ?? read.call(connected, size);
      };
      connected.write = (...parameters: readonly unknown[]) => {
        sinceRequest = 0;
        return Reflect.apply(write, connected, parameters);
      };
      // undici gives back what it could not take while the body was paused: it comes before the rest.
      connected.unshift = (chunk: Uint8Array) => {
        if (chunk.length > 0) held.unshift(Buffer.from(chunk));
      };
      // Before undici's own listeners: what came before the end belongs to the answer.
      connected.on('end', deliver).on('error', deliver);
      callback(null, connected);
    });
  };
}
