import type { Key } from '../../menu/keys/key.ts';
import { createKeyDecoder } from '../keys/key-decoder.ts';
import type { Console } from './console.ts';
import { resizeUnsized } from './unsized.ts';

/** The keys of one console, which is in raw mode while they are listened to. */
export interface KeyInput {
  start(): void;
  stop(): void;
  /** For good. */
  close(): void;
}

export function createKeyInput({ stdin, stdout }: Console, onKey: (key: Key) => void): KeyInput {
  const decoder = createKeyDecoder(onKey, (size) => resizeUnsized(stdout, size));
  const onData = (bytes: Uint8Array) => decoder.push(bytes);
  const stop = () => {
    stdin.off('data', onData);
    stdin.pause();
    stdin.setRawMode?.(false);
  };
  return {
    start() {
      stdin.setRawMode?.(true);
      stdin.on('data', onData);
      stdin.resume();
    },
    stop,
    close() {
      decoder.close();
      stop();
    },
  };
}
