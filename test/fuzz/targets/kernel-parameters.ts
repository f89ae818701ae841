import { formatCmdline, parseCmdline } from '../../../src/core/cmdline.ts';
import { parseReservations } from '../../../src/core/machine/memory-map.ts';
import { parseWebbootParameters } from '../../../src/core/settings/webboot-parameters.ts';
import type { FuzzTarget } from '../target.ts';

const cmdline = `console=ttyS0,115200 memmap=4G!0x100000000,1M$16M quiet webboot.auto
  webboot.ip=[2001:db8::5]::[2001:db8::1]:64::eth0:off:[2001:db8::53] webboot.vlan=7
  webboot.dns=192.0.2.53,192.0.2.54 webboot.append="a b" "webboot.entry=x y" webboot.handon=no
  webboot.proxy=proxy.example:3128 webboot.country=de webboot.stick=AB12 webboot.stick-key=0f -- init webboot.ui=line
`;

export const target: FuzzTarget = {
  name: 'kernel-parameters',
  async seeds() {
    return [new TextEncoder().encode(cmdline)];
  },
  run(bytes) {
    const text = new TextDecoder().decode(bytes);
    formatCmdline(parseCmdline(text));
    parseReservations(text);
    parseWebbootParameters(text);
  },
};
