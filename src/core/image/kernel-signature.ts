/** Who signed a kernel. */
export interface KernelSigner {
  /** Common names of the signer's certificate and of its issuer; '' where they are not told. */
  readonly name: string;
  readonly issuer: string;
  /** Hexadecimal identifiers of the keys of which one has to be trusted: the signer's, its issuer's … */
  readonly keyIds: readonly string[];
  /** Hexadecimal digests of those keys' certificates, by which one may be revoked. */
  readonly certificates: readonly string[];
}

/** What is known of a kernel's signature before it is loaded. */
export interface KernelSignature {
  /** An embedded signature is there; not that anybody trusts it. */
  readonly signed: boolean;
  /** Absent where it was not read. */
  readonly signers?: readonly KernelSigner[];
  /** The kernel's Authenticode digest, hexadecimal, as it was signed; absent where it was not read. */
  readonly digest?: string;
}

/** What a database of keys names, all hexadecimal. */
export interface KeyList {
  /** Of certificates. */
  readonly keyIds: readonly string[];
  /** Authenticode digests of programs. */
  readonly programs: readonly string[];
  /** Digests of certificates, without the issuer's signature. */
  readonly certificates: readonly string[];
}
