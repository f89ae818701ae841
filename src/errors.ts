import type { ErrorCode } from './core/error-codes.ts';

/** A foreseen failure of an operation: what, about what, and what the person can do. */
export class WebbootError extends Error {
  override readonly name = 'WebbootError';
  readonly code: ErrorCode;
  /** The URL, path, key or device that it is about. */
  readonly subject: string | undefined;
  readonly remedy: string | undefined;
  /** The server's answer (RFC 9110, section 15), for `http-status`. */
  readonly httpStatus: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    details: {
      subject?: string | undefined;
      remedy?: string | undefined;
      httpStatus?: number;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.subject = details.subject;
    this.remedy = details.remedy;
    this.httpStatus = details.httpStatus;
  }
}

/** What was done to running processes was ended in the middle: they may be in any state. */
export class CutOffError extends WebbootError {}

/** Bytes or text that are not what their format says; thrown by parsers only. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  /** The format's field name: "iso9660", "cpio", "bzimage", "grub". */
  readonly format: string;
  /** Byte offset (text formats: character offset) of the structure at fault. */
  readonly offset: number;
  /** What is wrong, without format and offset, for a sentence of its own. */
  readonly reason: string;

  constructor(format: string, offset: number, message: string, options?: { cause?: unknown }) {
    super(`${format}: ${message} (at ${offset})`, options);
    this.format = format;
    this.offset = offset;
    this.reason = message;
  }
}
