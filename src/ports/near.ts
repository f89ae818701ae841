/** A machine of this network that says that it serves images. */
export interface NearServer {
  /** Foreign, but printable. */
  readonly name: string;
  /** `http://ADDRESS:PORT`, of who has answered. */
  readonly url: string;
}
