import type { NetworkCertificates } from '../../core/network/handed-network.ts';
import type { ProfileFile } from './profile-file.ts';

/** Where distributions keep the certificates of public authorities; most of them have this path. */
export const publicAuthorities = '/etc/ssl/certs/ca-certificates.crt';

export interface CertificatePaths {
  readonly ca?: string;
  readonly client?: string;
  readonly key?: string;
}

/** The PEM files of a profile below a directory (relative to the root), and their absolute paths. */
export function placeCertificates(
  certificates: NetworkCertificates,
  directory: string,
): { readonly files: readonly ProfileFile[]; readonly paths: CertificatePaths } {
  const files: ProfileFile[] = [];
  const paths: Record<string, string> = {};
  for (const name of ['ca', 'client', 'key'] as const) {
    const data = certificates[name];
    if (data === undefined) continue;
    const path = `${directory}/${name}.pem`;
    files.push({ kind: 'file', path, secret: true, data });
    paths[name] = `/${path}`;
  }
  return { files, paths };
}
