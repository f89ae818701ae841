/** A continuous part of the image. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

interface NodeBase {
  readonly name: string;
  /** Where the directory record lies. */
  readonly offset: number;
}

/** A name in a directory, and what lies behind it. */
export type IsoNode =
  | (NodeBase & {
      readonly kind: 'directory';
      readonly block: number;
      /** Absent for a relocated directory: its own `.` record tells. */
      readonly bytes?: number;
    })
  | (NodeBase & {
      readonly kind: 'file';
      readonly size: number;
      readonly extents: readonly Extent[];
      readonly isInterleaved: boolean;
      readonly isZisofs: boolean;
    })
  | (NodeBase & { readonly kind: 'symlink'; readonly target: string })
  | (NodeBase & { readonly kind: 'other' });

export type DirectoryNode = Extract<IsoNode, { kind: 'directory' }>;
export type FileNode = Extract<IsoNode, { kind: 'file' }>;
