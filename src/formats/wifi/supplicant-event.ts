/** What a line of wpa_supplicant's output says of a join. */
export type SupplicantEvent =
  | { readonly kind: 'connected' }
  /** The passphrase is not the network's. */
  | { readonly kind: 'wrong-key' }
  /** The server of an Enterprise network does not take this user with this password. */
  | { readonly kind: 'wrong-login' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The server of an Enterprise network is not whom the CA vouches for. */
  | { readonly kind: 'certificate'; readonly reason: string };

/** Status 15 of IEEE 802.11 (9.4.1.9): SAE's confirm, made of the passphrase, does not match. */
const saeMismatch = /CTRL-EVENT-AUTH-REJECT .*auth_type=3 .*status_code=(?:1|15)\b/;

/** Reads an event as in wpa_supplicant's src/common/wpa_ctrl.h; undefined for all other lines. */
export function parseSupplicantEvent(line: string): SupplicantEvent | undefined {
  if (line.includes('CTRL-EVENT-CONNECTED')) return { kind: 'connected' };
  if (/reason=WRONG_KEY|4-Way Handshake failed/.test(line) || saeMismatch.test(line)) {
    return { kind: 'wrong-key' };
  }
  if (line.includes('CTRL-EVENT-NETWORK-NOT-FOUND')) return { kind: 'not-found' };
  const certificate = /CTRL-EVENT-EAP-TLS-CERT-ERROR .*err='([^']*)'/.exec(line);
  if (certificate !== null) return { kind: 'certificate', reason: certificate[1] ?? '' };
  if (line.includes('CTRL-EVENT-EAP-FAILURE')) return { kind: 'wrong-login' };
  const rejected = /CTRL-EVENT-(?:ASSOC|AUTH)-REJECT .*status_code=(\d+)/.exec(line);
  return rejected === null ? undefined : { kind: 'rejected', reason: `status ${rejected[1]}` };
}
