/** What a package says of itself; '' where it does not. */
export interface PackageFacts {
  readonly kind: 'deb' | 'rpm' | 'apk' | 'pacman';
  /** "linux-virt" */
  readonly name: string;
  readonly version: string;
  /** As the packager names it: "amd64", "x86_64". */
  readonly architecture: string;
}

/** Chooses files of a package, and takes them. Links and devices are never offered. */
export interface FileTaker {
  /** Whether the file is to be taken. `path` has no leading `/` or `./`; `..` may be in it. */
  wants(path: string, size: number): boolean;
  take(path: string, bytes: Uint8Array): void;
}

/** More files than any kernel package has. */
export const mostPackageFiles = 300_000;

/** A path as an archive has it, without what only says "from here". */
export function relativePath(path: string): string {
  return path.replace(/^(?:\.?\/+)+/, '');
}
