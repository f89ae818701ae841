import { findMissingFirmware } from '../../../src/formats/kernel-log.ts';
import { parseRevokedDigests, parseTrustedKeys } from '../../../src/formats/proc-keys.ts';
import type { FuzzTarget } from '../target.ts';

const log = `<3>[    4.1] iwlwifi 0000:00:14.3: Direct firmware load for iwlwifi-77.ucode failed with error -2
[    4.3] r8169 0000:03:00.0: firmware: failed to load rtl_nic/rtl8168h-2.fw (-2)
ath 1-1.2: failed to load firmware: "ath/x.bin"
`;
const keys = `06a4e1a5 I------     1 perm 1f030000     0     0 asymmetri Vendor: CA: 6ccece7e4c6c0d1f: X509.rsa bb419ea1 []
2d7a7e24 I------     1 perm 1f0b0000     0     0 blacklist bin:80b4d96931bf0d02
2d7a7e25 I------     1 perm 1f0b0000     0     0 blacklist tbs:00ff: 
`;

export const target: FuzzTarget = {
  name: 'kernel-texts',
  async seeds() {
    return [log, keys].map((text) => new TextEncoder().encode(text));
  },
  run(bytes) {
    const text = new TextDecoder().decode(bytes);
    findMissingFirmware(text);
    parseTrustedKeys(text);
    parseRevokedDigests(text);
  },
};
