import { FormatError } from '../../../src/errors.ts';
import {
  parseMinisignSignature,
  parsePublicKey,
  readSignify,
} from '../../../src/formats/minisign/minisign.ts';
import type { FuzzTarget } from '../target.ts';

const base64 = (tag: string, length: number) =>
  Buffer.concat([Buffer.from(tag), Buffer.alloc(length - 2, 7)]).toString('base64');

const key = `untrusted comment: key\n${base64('Ed', 42)}\n`;
const signify = `untrusted comment: verify with key.pub\n${base64('Ed', 74)}\nmessage\n`;
const minisign = `untrusted comment: signature\n${base64('ED', 74)}\ntrusted comment: timestamp:1\n${base64('xx', 64)}\n`;

const readers = [
  (bytes: Uint8Array) => parsePublicKey(Buffer.from(bytes).toString('utf8')),
  (bytes: Uint8Array) => parseMinisignSignature(Buffer.from(bytes).toString('utf8')),
  readSignify,
];

export const target: FuzzTarget = {
  name: 'minisign',
  async seeds() {
    return [key, signify, minisign].map((text) => new TextEncoder().encode(text));
  },
  run(bytes) {
    for (const read of readers) {
      try {
        read(bytes);
      } catch (error) {
        // Each input is one reader's at most: the others refuse it.
        if (!(error instanceof FormatError)) throw error;
      }
    }
  },
};
