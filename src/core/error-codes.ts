/** What a failure is about; decides together with the flags what webboot does next. */
export type ErrorArea =
  | 'program'
  | 'catalogue'
  | 'image'
  | 'memory'
  | 'network'
  | 'storage'
  | 'trust'
  | 'graft'
  | 'kexec'
  | 'host';

interface ErrorRow {
  /** The exit status: a contract with scripts. A status that was released is never given to another code. */
  readonly status: number;
  readonly area: ErrorArea;
  /** The same request to the same server may succeed a moment later. */
  readonly passing?: true;
  /** Another server would not help: the fault is here, or the caller's. */
  readonly everywhere?: true;
  /** A login page in the server's place looks like that. */
  readonly portal?: true;
  /** A plan can name it, before anything has moved. */
  readonly plan?: true;
}

const rows = {
  bug: { status: 1, area: 'program' },
  usage: { status: 2, area: 'program', everywhere: true },
  cancelled: { status: 3, area: 'program', everywhere: true },

  'unknown-distro': { status: 10, area: 'catalogue' },
  'catalogue-invalid': { status: 11, area: 'catalogue' },
  'catalogue-rollback': { status: 12, area: 'catalogue' },
  'version-not-found': { status: 13, area: 'catalogue' },
  'release-rollback': { status: 14, area: 'catalogue', plan: true },
  'release-old': { status: 15, area: 'catalogue', plan: true },
  'release-mismatch': { status: 16, area: 'catalogue', plan: true },

  'unsupported-image': { status: 20, area: 'image', plan: true },
  'damaged-image': { status: 21, area: 'image', plan: true },
  'file-not-found': { status: 22, area: 'image' },
  'not-an-iso': { status: 23, area: 'image' },
  'no-entries': { status: 24, area: 'image', plan: true },
  'unknown-entry': { status: 25, area: 'image', plan: true },
  'unknown-family': { status: 26, area: 'image', plan: true },
  'wrong-architecture': { status: 27, area: 'image', plan: true },
  'unresolved-variable': { status: 28, area: 'image', plan: true },
  'unsupported-command': { status: 29, area: 'image', plan: true },
  'menu-incomplete': { status: 30, area: 'image', plan: true },

  'restart-failed': { status: 31, area: 'memory' },
  'memory-too-small': { status: 32, area: 'memory', plan: true },
  'reservation-missing': { status: 33, area: 'memory', plan: true },
  'reservation-too-small': { status: 34, area: 'memory', plan: true },
  'too-many-memmaps': { status: 36, area: 'memory', plan: true },
  'image-carried': { status: 37, area: 'memory', plan: true },
  'memory-busy': { status: 38, area: 'memory' },

  'no-network': { status: 40, area: 'network', passing: true },
  'no-link': { status: 41, area: 'network' },
  'no-lease': { status: 42, area: 'network' },
  'name-not-resolved': { status: 43, area: 'network', passing: true },
  'connection-refused': { status: 44, area: 'network', passing: true, portal: true },
  'connection-stalled': { status: 45, area: 'network', passing: true },
  'tls-untrusted': { status: 46, area: 'network', portal: true },
  'http-status': { status: 47, area: 'network', portal: true },
  'range-unsupported': { status: 48, area: 'network', portal: true },
  'file-changed': { status: 49, area: 'network' },
  'length-mismatch': { status: 50, area: 'network', portal: true },
  'insecure-redirect': { status: 51, area: 'network', portal: true },
  'all-mirrors-failed': { status: 52, area: 'network' },
  'captive-portal': { status: 53, area: 'network' },
  'clock-wrong': { status: 54, area: 'trust' },
  'sink-failed': { status: 55, area: 'storage', everywhere: true },
  'too-large': { status: 56, area: 'network', everywhere: true, portal: true },
  'encoding-unexpected': { status: 57, area: 'network', portal: true },
  'connection-lost': { status: 58, area: 'network', passing: true },
  'wifi-refused': { status: 59, area: 'network' },

  'signature-wrong': { status: 60, area: 'trust' },
  'signature-missing': { status: 61, area: 'trust' },
  'signature-malformed': { status: 62, area: 'trust' },
  'key-unknown': { status: 63, area: 'trust' },
  'key-expired': { status: 64, area: 'trust' },
  'key-revoked': { status: 65, area: 'trust' },
  'digest-wrong': { status: 66, area: 'trust' },
  'digest-missing': { status: 67, area: 'trust' },
  'digest-weak': { status: 68, area: 'trust' },
  'unverified-image': { status: 69, area: 'trust', plan: true },

  'extract-failed': { status: 70, area: 'image' },
  'modules-missing': { status: 71, area: 'graft' },
  'modules-mismatch': { status: 72, area: 'graft' },
  'mount-failed': { status: 73, area: 'graft' },
  'pmem-impossible': { status: 74, area: 'graft', plan: true },
  'network-not-handed-on': { status: 75, area: 'graft', plan: true },
  'kernel-unreadable': { status: 76, area: 'image', plan: true },
  'initrd-unreadable': { status: 77, area: 'image', plan: true },
  'entry-changed': { status: 78, area: 'image', plan: true },

  'segments-invalid': { status: 79, area: 'kexec', plan: true },
  'kexec-refused': { status: 80, area: 'kexec' },
  'kexec-failed': { status: 81, area: 'kexec' },
  'not-permitted': { status: 83, area: 'host' },
  'kexec-disabled': { status: 84, area: 'kexec', plan: true },
  'kernel-unsigned': { status: 85, area: 'kexec', plan: true },
  'cmdline-too-long': { status: 86, area: 'kexec', plan: true },
  'record-missing': { status: 87, area: 'host' },
  'kernel-revoked': { status: 88, area: 'kexec', plan: true },
  'kernel-untrusted': { status: 89, area: 'kexec', plan: true },

  'host-tool-missing': { status: 90, area: 'host' },
  'host-unsupported': { status: 91, area: 'host' },
  'build-failed': { status: 92, area: 'host' },
  'proxy-unreachable': { status: 93, area: 'network', passing: true },
  'proxy-refused': { status: 94, area: 'network' },
  'unit-restarts': { status: 95, area: 'host', plan: true },
  'checkpoint-too-large': { status: 96, area: 'storage', plan: true },
  'checkpoint-failed': { status: 97, area: 'host' },
  'not-injected': { status: 98, area: 'graft', plan: true },
} as const satisfies Readonly<Record<string, ErrorRow>>;

export type ErrorCode = keyof typeof rows;

/** The codes that a plan's problems have. */
export type ProblemCode = {
  [C in ErrorCode]: (typeof rows)[C] extends { readonly plan: true } ? C : never;
}[ErrorCode];

/** The closed set of things that can go wrong, sorted by exit status; docs/errors.md is the table for people. */
export const errorCodes: Readonly<Record<ErrorCode, ErrorRow>> = rows;
