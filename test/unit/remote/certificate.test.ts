import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { makeCertificate } from '../../../src/remote/certificate.ts';

it('makes a certificate for the machine’s addresses that is signed by its own key', () => {
  const made = makeCertificate(['192.168.1.20', 'fd00::1'], new Date('2026-11-30T12:00:00Z'));
  const certificate = new X509Certificate(made.cert);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkIP('192.168.1.20')).toBe('192.168.1.20');
  expect(certificate.checkIP('fd00::1')).toBe('fd00::1');
  expect(certificate.checkIP('192.168.1.21')).toBeUndefined();
  expect(certificate.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(made.fingerprint);
  expect(new Date(certificate.validFrom).toISOString()).toBe('2026-11-29T12:00:00.000Z');
  expect(new Date(certificate.validTo).toISOString()).toBe('2027-02-28T12:00:00.000Z');
});

it('makes another one at each start', () => {
  const [a, b] = [0, 1].map(() => makeCertificate(['10.0.0.1'], new Date()));
  expect(a?.fingerprint).not.toBe(b?.fingerprint);
  expect(a?.key).not.toBe(b?.key);
});

it('makes a certificate without names before there is a network', () => {
  const certificate = new X509Certificate(makeCertificate([], new Date()).cert);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.subjectAltName).toBeUndefined();
});
