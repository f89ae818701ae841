import { afterLast } from '../../core/text-scan.ts';

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

const rejections = ['CTRL-EVENT-ASSOC-REJECT ', 'CTRL-EVENT-AUTH-REJECT '] as const;

/**
 * Status 1 or 15 of IEEE 802.11 (9.4.1.9) for SAE, which is authentication type 3: its confirm,
 * made of the passphrase, does not match.
 */
function isSaeMismatch(line: string): boolean {
  const fields = afterLast(line, rejections[1])?.split(' ') ?? [];
  return (
    fields.includes('auth_type=3') &&
    (fields.includes('status_code=1') || fields.includes('status_code=15'))
  );
}

/** Reads an event as in wpa_supplicant's src/common/wpa_ctrl.h; undefined for all other lines. */
export function parseSupplicantEvent(line: string): SupplicantEvent | undefined {
  if (line.includes('CTRL-EVENT-CONNECTED')) return { kind: 'connected' };
  if (/reason=WRONG_KEY|4-Way Handshake failed/.test(line) || isSaeMismatch(line)) {
    return { kind: 'wrong-key' };
  }
  if (line.includes('CTRL-EVENT-NETWORK-NOT-FOUND')) return { kind: 'not-found' };
  if (line.includes('CTRL-EVENT-EAP-TLS-CERT-ERROR ')) {
    // The certificate's subject, which anybody chooses, comes before.
    const [reason = ''] = afterLast(line, " err='")?.split("'", 1) ?? [];
    return { kind: 'certificate', reason };
  }
  if (line.includes('CTRL-EVENT-EAP-FAILURE')) return { kind: 'wrong-login' };
  if (!rejections.some((event) => line.includes(event))) return undefined;
  const status = /^\d+/.exec(afterLast(line, 'status_code=') ?? '');
  return status === null ? undefined : { kind: 'rejected', reason: `status ${status[0]}` };
}
