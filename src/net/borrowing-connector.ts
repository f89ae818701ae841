import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

const readBytes = 256 * 1024;
/** More than an answer's headers can take: undici refuses 16 KiB of them. */
const headBytes = 32 * 1024;

/**
 * An undici connector whose sockets read into one buffer of their own, again and again, instead of
 * into a new one for each read. It halves the CPU time of a long download and keeps its garbage
 * at nothing; the price is that a body's bytes are valid only until the handler returns.
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
    /** What undici has not taken, because the body is paused. */
    const held: Buffer[] = [];
    let sinceRequest = 0;
    const onread = {
      buffer,
      callback: (length: number) => {
        const view = buffer.subarray(0, length);
        sinceRequest += length;
        if (held.length === 0) {
          current = sinceRequest <= headBytes ? Buffer.from(view) : view;
          socket?.emit('readable');
        }
        // TLS may hand over what it has decrypted already after it was told to stop.
        if (held.length > 0 || current !== undefined) {
          held.push(Buffer.from(view));
          current = undefined;
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
      const { read, write, unshift } = connected;
      connected.read = (size?: number) => {
        if (size === 0) {
          return read.call(connected, size);
        }
        const chunk = current ?? held.shift();
        current = undefined;
        // The socket's own read also starts the reading again.
        return chunk ?? read.call(connected, size);
      };
      connected.write = (...parameters: readonly unknown[]) => {
        sinceRequest = 0;
        return Reflect.apply(write, connected, parameters);
      };
      // undici gives back what it could not take while the body was paused.
      connected.unshift = (chunk: Uint8Array) => unshift.call(connected, Buffer.from(chunk));
      callback(null, connected);
    });
  };
}
