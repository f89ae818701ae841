import { WebbootError } from '../../../errors.ts';
import type { SupplicantEvent } from '../../../formats/wifi/supplicant-event.ts';

export function joinFailure(
  event: Exclude<SupplicantEvent, { readonly kind: 'connected' }>,
  { name, ssid }: { readonly name: string; readonly ssid: string },
): WebbootError {
  const error = (message: string, remedy: string) =>
    new WebbootError('wifi-refused', message, { subject: name, remedy });
  switch (event.kind) {
    case 'wrong-key':
      return error(
        `The passphrase of ${ssid} is wrong.`,
        'Type it again. Ctrl-R shows it, and the menu can change the keyboard layout.',
      );
    case 'wrong-login':
      return error(
        `${ssid} does not take this user name with this password.`,
        'Type both again; some networks want the name with its domain (me@example.org).',
      );
    case 'not-found':
      return error(
        `The network ${ssid} is not in reach.`,
        'Check its name, come closer, or look for networks again.',
      );
    case 'certificate':
      return error(
        `The server of ${ssid} cannot be told to be the right one: ${event.reason}.`,
        'Check the name of the server, or name the CA of its operator: both are known to the operator.',
      );
    case 'rejected':
      return error(
        `${ssid} refused this machine (${event.reason}).`,
        'The access point may be full, or let only known machines in.',
      );
  }
}

export function joinTimeout(name: string, ssid: string): WebbootError {
  return new WebbootError('wifi-refused', `${ssid} did not answer in time.`, {
    subject: name,
    remedy: 'Move closer to the access point, or try again.',
  });
}

export function radioOff(name: string): WebbootError {
  return new WebbootError('no-link', `The radio of ${name} is switched off.`, {
    subject: name,
    remedy: 'Use the Wi-Fi switch or the airplane-mode key of this machine.',
  });
}

export function scanFailure(name: string, words: string): WebbootError {
  return new WebbootError(
    'no-link',
    `${name} cannot scan for networks: ${words || 'wpa_supplicant does not answer'}`,
    {
      subject: name,
      remedy: 'Try again. The kernel log (dmesg in the rescue shell) says what the driver lacks.',
    },
  );
}
