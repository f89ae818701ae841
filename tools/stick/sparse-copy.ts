import { type FileHandle, open } from 'node:fs/promises';

const chunkBytes = 1 << 20;

/** Copies a whole file into an open one; what is zero stays a hole there. */
export async function copyInto(target: FileHandle, source: string, offset: number): Promise<void> {
  const input = await open(source);
  try {
    const buffer = Buffer.alloc(chunkBytes);
    for (let at = 0; ; ) {
      const { bytesRead } = await input.read(buffer, 0, chunkBytes, at);
      if (bytesRead === 0) return;
      const chunk = buffer.subarray(0, bytesRead);
      if (!chunk.equals(zeros.subarray(0, bytesRead))) await writeAt(target, offset + at, chunk);
      at += bytesRead;
    }
  } finally {
    await input.close();
  }
}

/** All of the bytes, however few one call takes. */
export async function writeAt(
  target: FileHandle,
  offset: number,
  bytes: Uint8Array,
): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await target.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}

const zeros = Buffer.alloc(chunkBytes);
