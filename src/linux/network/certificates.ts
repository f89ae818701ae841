import { defined } from '../../core/defined.ts';
import type { NetworkCertificates } from '../../core/network/handed-network.ts';
import type { WifiProfile } from '../../core/network/wifi.ts';
import { WebbootError } from '../../errors.ts';
import { readRegularFile } from '../regular-file.ts';
import { stickMountPoint } from '../stick.ts';

/** A bundle of all public authorities has a quarter of it. Those of /etc/ssl/certs are links. */
const bounds = { mostBytes: 1024 * 1024, followLinks: true };

/** The PEM files that a profile names. Throws `file-not-found`. */
export async function readCertificates(
  profile: WifiProfile | undefined,
): Promise<NetworkCertificates> {
  const [ca, client, key] = await Promise.all([
    readPem(profile?.caCertificate),
    readPem(profile?.clientCertificate),
    readPem(profile?.privateKey),
  ]);
  return {
    ...defined({ ca, client, key }),
  };
}

async function readPem(path: string | undefined): Promise<Uint8Array | undefined> {
  if (path === undefined) return undefined;
  const fail = (cause?: unknown): never => {
    throw new WebbootError('file-not-found', `The certificate or key ${path} cannot be read.`, {
      subject: path,
      remedy: `Check the path. Files on the stick are in ${stickMountPoint}.`,
      cause,
    });
  };
  return (await readRegularFile(path, bounds).catch(fail)) ?? fail();
}
