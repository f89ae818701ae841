import type { MachineArchitecture } from '../shared/architectures.ts';
import type { PackagedFirmware } from './firmware.ts';
import type { Compression, Flavour } from './options.ts';

export interface ManifestFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What an image was made of: its `manifest.json`. The same inputs give the same text. */
export interface ImageManifest {
  readonly arch: MachineArchitecture;
  readonly flavour: Flavour;
  readonly compress: Compression;
  readonly kernelVersion: string;
  readonly nodeVersion: string;
  /** Version of the catalogue in distros/, where it has one. */
  readonly catalogueVersion?: string;
  /** Of the newest source, ISO 8601; the floor of the image's clock. */
  readonly built: string;
  /** For whoever boots the image, to be put on the kernel's command line. */
  readonly append: string;
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    /** Hexadecimal; npm's own form for what comes from npm. */
    readonly sha256?: string;
    readonly integrity?: string;
  }[];
  /** Relative to /lib/modules/<kernelVersion>. */
  readonly modules: readonly string[];
  /** By package, with its licences; none without --wifi-firmware. */
  readonly firmware: readonly PackagedFirmware[];
  readonly files: readonly ManifestFile[];
}
