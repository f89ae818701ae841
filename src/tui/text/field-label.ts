import type { FieldName } from '../model/form.ts';

export const fieldLabel: Readonly<Record<FieldName, string>> = {
  ssid: 'Name',
  identity: 'User',
  passphrase: 'Passphrase',
  address: 'Address',
  gateway: 'Gateway',
  dns: 'DNS',
  vlan: 'VLAN',
  proxy: 'Proxy',
};
