import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface TestCertificates {
  readonly key: string;
  readonly cert: string;
  /** The certificate is its own CA. */
  readonly caFile: string;
}

/** A self-signed certificate for the loopback, made by openssl; nobody trusts it unasked. */
export async function createTestCertificates(folder: string): Promise<TestCertificates> {
  const keyFile = join(folder, 'key.pem');
  const caFile = join(folder, 'cert.pem');
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-keyout', keyFile, '-out', caFile, '-days', '2', '-subj', '/CN=webboot test'],
    ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'],
  ]);
  const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(caFile, 'utf8')]);
  return { key, cert, caFile };
}
