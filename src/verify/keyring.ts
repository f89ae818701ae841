/** Where key material comes from: `distros/keys` in the image, or what the person gave. */
export interface Keyring {
  /**
   * The file that `KeyPin.key` names: OpenPGP certificates (armored or binary), or a minisign or
   * signify public key. Undefined where there is none.
   */
  find(key: string): Promise<Uint8Array | undefined>;
}
