import type { JoinField } from '../model/screen.ts';

export const fieldLabel: Readonly<Record<JoinField['name'], string>> = {
  ssid: 'Name',
  identity: 'User',
  passphrase: 'Passphrase',
};
