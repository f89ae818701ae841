import type { FieldName } from '../model/form.ts';

export const fieldLabel: Readonly<Record<FieldName, string>> = {
  ssid: 'Name',
  identity: 'User',
  passphrase: 'Passphrase',
  method: 'Method',
  anonymousIdentity: 'Outer identity',
  phase2: 'Inner method',
  caCertificate: 'CA file',
  serverName: 'Server',
  clientCertificate: 'Certificate',
  privateKey: 'Private key',
  address: 'Address',
  gateway: 'Gateway',
  dns: 'DNS',
  vlan: 'VLAN',
  proxy: 'Proxy',
};
