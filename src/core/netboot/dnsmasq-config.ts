import { ipxeScriptName } from './files.ts';

/** An IPv4 network of this machine. */
export interface NetbootNetwork {
  /** The interface's name. */
  readonly interface: string;
  readonly address: string;
  readonly netmask: string;
}

/** Client architectures in DHCP (RFC 4578, section 2.1, and IANA's registry). */
const bios = 0;
const efi = [7, 9];
const efiHttp = 16;

/**
 * dnsmasq's configuration for a room: it completes the answers of the network's own DHCP server
 * (proxyDHCP) and gives no addresses. `folder` is what TFTP offers; `port` and `path` lead to the
 * same files by HTTP.
 */
export function dnsmasqConfig({
  networks,
  folder,
  port,
  path,
}: {
  readonly networks: readonly NetbootNetwork[];
  readonly folder: string;
  readonly port: number;
  readonly path: string;
}): string {
  const lines = [
    ...['port=0', 'bind-dynamic', 'log-facility=-', 'pid-file=', 'leasefile-ro'],
    ...['user=nobody', 'group=nogroup'],
    ...['enable-tftp', `tftp-root=${folder}`, 'tftp-max=128'],
    // Firmware that boots by HTTP has another name, and expects it in the answer.
    'dhcp-pxe-vendor=PXEClient,HTTPClient',
    'dhcp-match=set:ipxe,175',
    `dhcp-match=set:efihttp,option:client-arch,${efiHttp}`,
    `pxe-service=tag:!ipxe,${bios},"webboot",undionly.kpxe`,
    ...efi.map((arch) => `pxe-service=tag:!ipxe,${arch},"webboot",shimx64.efi`),
    ...networks.flatMap((network) => networkLines(network, `:${port}${path}`)),
  ];
  return `${lines.join('\n')}\n`;
}

/** dnsmasq makes a tag of the name of the interface that a request arrives at. */
function networkLines(network: NetbootNetwork, rest: string): readonly string[] {
  const { interface: name, address, netmask } = network;
  const base = `http://${address}${rest}`;
  // iPXE ignores an answer that names a file and no server.
  const server = `${address},${address}`;
  return [
    `interface=${name}`,
    `dhcp-range=${address},proxy,${netmask}`,
    `dhcp-boot=tag:ipxe,tag:${name},${base}/${ipxeScriptName},${server}`,
    `dhcp-boot=tag:efihttp,tag:!ipxe,tag:${name},${base}/shimx64.efi,${server}`,
  ];
}
