import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** What pieces are read from, for machines that ask for them. */
export interface PieceSource {
  readonly path: string;
  /** Gives how many bytes there were; fewer only at the end. Rejects where they cannot be read. */
  read(into: Uint8Array, offset: number): Promise<number>;
  close(): Promise<void>;
}

/** What has been written to a file or a device. */
export async function openPieceSource(path: string): Promise<PieceSource> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return {
    path,
    read: async (into, offset) => (await file.read(into, 0, into.length, offset)).bytesRead,
    close: () => file.close(),
  };
}
