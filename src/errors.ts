import type { ProblemCode } from './core/problem.ts';

/**
 * The closed set of things that can go wrong and their exit statuses. A group of ten a stage;
 * docs/errors.md is the table for people.
 */
export const exitStatus = {
  bug: 1,
  usage: 2,
  cancelled: 3,
  'unknown-distro': 10,
  'catalogue-invalid': 11,
  'catalogue-rollback': 12,
  'version-not-found': 13,
  'unsupported-image': 20,
  'damaged-image': 21,
  'file-not-found': 22,
  'not-an-iso': 23,
  'restart-failed': 31,
  'no-network': 40,
  'no-link': 41,
  'no-lease': 42,
  'name-not-resolved': 43,
  'connection-refused': 44,
  'connection-stalled': 45,
  'tls-untrusted': 46,
  'http-status': 47,
  'range-unsupported': 48,
  'file-changed': 49,
  'length-mismatch': 50,
  'insecure-redirect': 51,
  'all-mirrors-failed': 52,
  'captive-portal': 53,
  'clock-wrong': 54,
  'sink-failed': 55,
  'too-large': 56,
  'encoding-unexpected': 57,
  'connection-lost': 58,
  'wifi-refused': 59,
  'signature-wrong': 60,
  'signature-missing': 61,
  'signature-malformed': 62,
  'key-unknown': 63,
  'key-expired': 64,
  'key-revoked': 65,
  'digest-wrong': 66,
  'digest-missing': 67,
  'digest-weak': 68,
  'extract-failed': 70,
  'modules-missing': 71,
  'modules-mismatch': 72,
  'mount-failed': 73,
  'kexec-refused': 80,
  'kexec-failed': 81,
  'not-permitted': 83,
  'host-tool-missing': 90,
  'host-unsupported': 91,
  'build-failed': 92,
  'no-entries': 24,
  'unknown-entry': 25,
  'unknown-family': 26,
  'wrong-architecture': 27,
  'unresolved-variable': 28,
  'unsupported-command': 29,
  'menu-incomplete': 24,
  'memory-too-small': 32,
  'reservation-missing': 33,
  'reservation-too-small': 34,
  'too-many-memmaps': 36,
  'image-carried': 37,
  'network-not-handed-on': 75,
  'pmem-impossible': 74,
  'kernel-unreadable': 76,
  'initrd-unreadable': 77,
  'unverified-image': 69,
  'kexec-disabled': 84,
  'cmdline-too-long': 86,
  'record-missing': 87,
  'kernel-unsigned': 85,
  'kernel-untrusted': 89,
  'kernel-revoked': 88,
} as const satisfies Record<string, number> & Record<ProblemCode, number>;

export type ErrorCode = keyof typeof exitStatus;

/** A foreseen failure of an operation: what, about what, and what the person can do. */
export class WebbootError extends Error {
  override readonly name = 'WebbootError';
  readonly code: ErrorCode;
  /** The URL, path, key or device that it is about. */
  readonly subject: string | undefined;
  readonly remedy: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    details: { subject?: string | undefined; remedy?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.subject = details.subject;
    this.remedy = details.remedy;
  }
}

/** Bytes or text that are not what their format says; thrown by parsers only. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  /** The format's field name: "iso9660", "cpio", "bzimage", "grub". */
  readonly format: string;
  /** Byte offset (text formats: character offset) of the structure at fault. */
  readonly offset: number;

  constructor(format: string, offset: number, message: string, options?: { cause?: unknown }) {
    super(`${format}: ${message} (at ${offset})`, options);
    this.format = format;
    this.offset = offset;
  }
}
