import type { ImageLocation } from './image-location.ts';

/** Digests that count as verification. MD5 and SHA-1 do not, and are not representable here. */
export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512' | 'blake2b512';

export interface Digest {
  readonly algorithm: DigestAlgorithm;
  /** Lower-case hexadecimal. */
  readonly hex: string;
}

/** Why an image may be believed; what the plan and the screen show. */
export type Trust =
  | {
      readonly kind: 'signed';
      /** User ID of the key, as the key itself says. */
      readonly by: string;
      /** Upper-case hexadecimal of the primary key; for minisign and signify the key's id. */
      readonly fingerprint: string;
      /** ISO 8601; absent where the scheme carries no time (signify). */
      readonly signedAt?: string;
      /** Whether the signature is over the image itself or over a list of digests naming it. */
      readonly covers: 'image' | 'checksums';
    }
  | { readonly kind: 'pinned'; readonly digest: Digest }
  | { readonly kind: 'unverified'; readonly reason: string };

/**
 * A key that may sign an image. `fingerprint` is the primary key's (OpenPGP: 40 or 64 upper-case
 * hexadecimal digits; minisign and signify: the base64 public key line). `key` names the file
 * in the keyring that holds its material.
 */
export interface KeyPin {
  readonly fingerprint: string;
  readonly key: string;
  /**
   * The fingerprint of the one subkey that counts, whatever its expiry in this copy of the key: for
   * a key of which no newer copy is to be had.
   */
  readonly subkey?: string;
}

/** How an image is to be verified, as the catalogue (or the person, for a URL) says. */
export type TrustPolicy =
  | {
      readonly kind: 'signed-checksums';
      readonly scheme: 'openpgp-detached' | 'openpgp-clearsigned' | 'minisign' | 'signify';
      /** Absent for files that are at hand. */
      readonly checksums?: ImageLocation;
      /** Of a detached signature; absent when clearsigned or signify-embedded. */
      readonly signature?: ImageLocation;
      readonly keys: readonly KeyPin[];
    }
  | {
      readonly kind: 'signed-image';
      readonly scheme: 'openpgp-detached' | 'minisign';
      readonly signature?: ImageLocation;
      readonly keys: readonly KeyPin[];
    }
  | { readonly kind: 'pinned-digest'; readonly digest: Digest }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * What is known of an image before its bytes are: the digest that its signed checksum file names
 * (the signature over that file has been verified then), or the signature that its own digest
 * must satisfy, or nothing.
 */
export type Expectation =
  | { readonly kind: 'digest'; readonly digest: Digest; readonly trust: Trust }
  | {
      readonly kind: 'signature';
      readonly scheme: 'openpgp-detached' | 'minisign';
      readonly algorithm: DigestAlgorithm;
      /** ISO 8601; as the signature says, which is not verified before the image is. */
      readonly signedAt?: string;
      /** Bytes that are hashed after the image (OpenPGP's signature trailer), hexadecimal. */
      readonly suffixHex: string;
      /** The signature file itself, base64. */
      readonly signatureBase64: string;
      readonly keys: readonly KeyPin[];
    }
  | { readonly kind: 'none'; readonly reason: string };

/** When an image, or the list that names it, was signed: ISO 8601; undefined where nothing says. */
export function signingTime(expectation: Expectation): string | undefined {
  switch (expectation.kind) {
    case 'digest':
      return expectation.trust.kind === 'signed' ? expectation.trust.signedAt : undefined;
    case 'signature':
      return expectation.signedAt;
    case 'none':
      return undefined;
  }
}
