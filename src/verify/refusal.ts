import type { ErrorCode } from '../core/error-codes.ts';
import { WebbootError } from '../errors.ts';

type RefusalCode = Extract<
  ErrorCode,
  | 'signature-wrong'
  | 'signature-missing'
  | 'signature-malformed'
  | 'key-unknown'
  | 'key-expired'
  | 'key-revoked'
  | 'digest-wrong'
  | 'digest-missing'
  | 'digest-weak'
  | 'clock-wrong'
>;

const remedies: Readonly<Record<RefusalCode, string>> = {
  'signature-wrong':
    'Do not boot this image. Try another mirror; if that fails too, tell the distribution.',
  'signature-missing': 'Try another mirror, or give the signature file that belongs to the image.',
  'signature-malformed':
    'Fetch the signature again: it may be cut off, or be an error page instead of a signature.',
  'key-unknown':
    'The distribution may have a new key: update webboot, or give the right key with --key.',
  'key-expired': 'Update webboot for a newer copy of the key, or choose a newer release.',
  'key-revoked': 'Choose a release that is signed with the new key; update webboot.',
  'digest-wrong':
    'The download is damaged or not what was signed: fetch it again from another mirror.',
  'digest-missing': 'Check the file name; the checksum file may be of another release or mirror.',
  'digest-weak': 'Choose an image that is listed with SHA-256 or better.',
  'clock-wrong': 'Set the clock (date -u -s "YYYY-MM-DD hh:mm") and try again.',
};

/** Verification said no; every such error carries a remedy. */
export function refusal(
  code: RefusalCode,
  message: string,
  details: {
    readonly subject?: string | undefined;
    /** In place of the code's own. */
    readonly remedy?: string;
    readonly cause?: unknown;
  } = {},
): WebbootError {
  return new WebbootError(code, message, { remedy: remedies[code], ...details });
}
