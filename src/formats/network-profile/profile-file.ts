/** A file of the live system, or a link in it, as one of its network services reads it. */
export type ProfileFile =
  | {
      readonly kind: 'file';
      /** Relative to the root. */
      readonly path: string;
      /** Readable by root only. */
      readonly secret: boolean;
      readonly data: string | Uint8Array;
    }
  | { readonly kind: 'symlink'; readonly path: string; readonly target: string };
