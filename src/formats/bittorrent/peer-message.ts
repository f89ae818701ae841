/** A block of a piece, as one machine asks another for it. */
export interface BlockRequest {
  readonly piece: number;
  readonly begin: number;
  readonly length: number;
}

/** What follows the handshake on a connection (BEP 3; fast extension: BEP 6; extensions: BEP 10). */
export type PeerMessage =
  | { readonly kind: Signal }
  | { readonly kind: 'have'; readonly piece: number }
  | { readonly kind: 'bitfield'; readonly bits: Uint8Array }
  | ({ readonly kind: 'request' | 'cancel' | 'reject' } & BlockRequest)
  | {
      readonly kind: 'piece';
      readonly piece: number;
      readonly begin: number;
      readonly block: Uint8Array;
    }
  | { readonly kind: 'extended'; readonly id: number; readonly payload: Uint8Array }
  /** Of another extension, or a hint that webboot does not use. */
  | { readonly kind: 'other'; readonly id: number };

/** Messages without a word in them. */
type Signal =
  | 'keep-alive'
  | 'choke'
  | 'unchoke'
  | 'interested'
  | 'not-interested'
  | 'have-all'
  | 'have-none';

/** The messages' numbers; a keep-alive has none. */
export const messageIds = {
  choke: 0,
  unchoke: 1,
  interested: 2,
  'not-interested': 3,
  have: 4,
  bitfield: 5,
  request: 6,
  piece: 7,
  cancel: 8,
  'have-all': 14,
  'have-none': 15,
  reject: 16,
  extended: 20,
} as const;

/** Nobody is sent more than that in one message. */
export const mostBlockBytes = 128 * 1024;
/** Blocks are asked for in this size: others close the connection if it is larger. */
export const blockBytes = 16 * 1024;
