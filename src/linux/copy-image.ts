import { type FileHandle, open } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';
import type { CopyRequest, DownloadResult } from '../ports/transfer.ts';
import { digestFile } from '../storage/read-back-digest.ts';
import { writeAll } from '../storage/write-all.ts';
import { openForReading } from './file-medium.ts';

const chunkBytes = 4 * 1024 * 1024;
const reportEveryMs = 200;

/** Copies an image that is already here onto its medium, and measures what then lies there. */
export async function copyImage(request: CopyRequest): Promise<DownloadResult> {
  const to = await open(request.to, 'r+').catch(notWritable(request));
  try {
    await copyInto(to, request);
  } finally {
    await to.close();
  }
  if (request.digest === undefined) return { bytes: request.bytes };
  const digest = await digestFile(request.to, request.bytes, request.digest, {
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  return { bytes: request.bytes, digest };
}

/** Copies an image into a file that is open already; `to` is its name for people. */
export async function copyInto(to: FileHandle, request: CopyRequest): Promise<void> {
  const from = await openForReading(request.from).catch(unreadable(request));
  try {
    await copyBytes(from, to, request);
  } finally {
    await from.close();
  }
}

function notWritable({ to }: CopyRequest): (cause: unknown) => never {
  return (cause) => {
    throw new WebbootError('sink-failed', `${to} cannot be written.`, {
      subject: to,
      remedy: 'Run webboot as root, from its own image.',
      cause,
    });
  };
}

function unreadable({ from }: CopyRequest): (cause: unknown) => never {
  return (cause) => {
    throw new WebbootError('damaged-image', `${from} cannot be read.`, {
      subject: from,
      remedy: 'If its stick was pulled out, plug it in and try again. Otherwise check the disk.',
      cause,
    });
  };
}

function unwritable({ to }: CopyRequest): (cause: unknown) => never {
  return (cause) => {
    throw new WebbootError('sink-failed', `${to} could not be written completely.`, {
      subject: to,
      remedy: 'If its stick was pulled out, plug it in and try again. If it is full, make room.',
      cause,
    });
  };
}

async function copyBytes(from: FileHandle, to: FileHandle, request: CopyRequest): Promise<void> {
  const buffer = new Uint8Array(chunkBytes);
  const started = performance.now();
  let reported = started;
  for (let offset = 0; offset < request.bytes; ) {
    request.signal?.throwIfAborted();
    const { bytesRead } = await from.read(buffer, 0, chunkBytes, offset).catch(unreadable(request));
    if (bytesRead === 0) {
      throw new WebbootError('length-mismatch', `${request.from} ends before its stated size.`, {
        subject: request.from,
        remedy: 'Copy the image again.',
      });
    }
    const length = Math.min(bytesRead, request.bytes - offset);
    await writeAll(to, buffer.subarray(0, length), offset).catch(unwritable(request));
    offset += length;
    request.onFront?.(offset);
    const now = performance.now();
    if (now - reported < reportEveryMs && offset < request.bytes) continue;
    reported = now;
    const bytesPerSecond = offset / Math.max((now - started) / 1000, 0.001);
    request.onProgress?.({
      bytes: offset,
      total: request.bytes,
      bytesPerSecond,
      secondsLeft: (request.bytes - offset) / bytesPerSecond,
    });
  }
}
