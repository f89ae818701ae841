import { defined } from '../../core/defined.ts';
import { WebbootError } from '../../errors.ts';
import type { InterfaceFacts } from './interfaces.ts';

export function noInterface(
  wanted: string | undefined,
  known: readonly InterfaceFacts[],
  missingFirmware: readonly string[],
): WebbootError {
  if (missingFirmware.length > 0) return noFirmware(missingFirmware);
  const names = known.map(({ name }) => name).join(', ');
  return new WebbootError(
    'no-network',
    wanted === undefined
      ? 'This machine shows no wired network interface.'
      : `There is no network interface ${wanted}.`,
    {
      ...defined({ subject: wanted }),
      remedy:
        names === ''
          ? 'Plug in a USB network adapter or a phone with USB tethering; the log names drivers that are missing.'
          : `Choose one of: ${names}.`,
    },
  );
}

export function noProfile(name: string): WebbootError {
  return new WebbootError('no-network', `No known Wi-Fi network could be joined on ${name}.`, {
    subject: name,
    remedy: 'Choose a network on the network screen (F3).',
  });
}

export function noRadio(name: string): WebbootError {
  return new WebbootError('no-network', 'This image has no Wi-Fi.', {
    subject: name,
    remedy:
      'Use a cable, or an image with Wi-Fi (npm run image -- --flavour generic --wifi-firmware).',
  });
}

export function serverUnnamed(name: string, ssid: string): WebbootError {
  return new WebbootError('wifi-refused', `The authentication server of ${ssid} is unknown.`, {
    subject: name,
    remedy:
      "Give the server's name or its operator's CA file. Otherwise anyone could ask for the password.",
  });
}

function noFirmware(files: readonly string[]): WebbootError {
  return new WebbootError(
    'no-network',
    `A network card needs firmware that is missing: ${files.join(', ')}.`,
    {
      subject: files.join(' '),
      remedy: `Build an image with it (npm run image -- --file FILE:/firmware/${files[0]}), or use a cable, a phone with USB tethering, or another card.`,
    },
  );
}
