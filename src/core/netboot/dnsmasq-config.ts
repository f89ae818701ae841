import { ipxeScriptName, type NetbootArchitecture } from './files.ts';

/** An IPv4 network of this machine. */
export interface NetbootNetwork {
  /** The interface's name. */
  readonly interface: string;
  readonly address: string;
  readonly netmask: string;
}

const bios = 0;
/** Client architectures of UEFI in DHCP, over TFTP and over HTTP (RFC 4578, section 2.1, and IANA's registry). */
const efiClients: Readonly<
  Record<NetbootArchitecture, { shim: string; tftp: readonly number[]; http: number }>
> = {
  x86_64: { shim: 'shimx64.efi', tftp: [7, 9], http: 16 },
  aarch64: { shim: 'shimaa64.efi', tftp: [11], http: 19 },
};

/**
 * dnsmasq's configuration for a room: it completes the answers of the network's own DHCP server
 * (proxyDHCP) and gives no addresses. `folder` is what TFTP offers; `port` and `path` lead to the
 * same files by HTTP. Only the machines that there are files for are answered.
 */
export function dnsmasqConfig({
  networks,
  architectures,
  folder,
  port,
  path,
}: {
  readonly networks: readonly NetbootNetwork[];
  readonly architectures: readonly NetbootArchitecture[];
  readonly folder: string;
  readonly port: number;
  readonly path: string;
}): string {
  const clients = architectures.map((arch) => efiClients[arch]);
  const lines = [
    ...['port=0', 'bind-dynamic', 'log-facility=-', 'pid-file=', 'leasefile-ro'],
    ...['user=nobody', 'group=nogroup'],
    ...['enable-tftp', `tftp-root=${folder}`, 'tftp-max=128'],
    // Firmware that boots by HTTP has another name, and expects it in the answer.
    'dhcp-pxe-vendor=PXEClient,HTTPClient',
    'dhcp-match=set:ipxe,175',
    ...clients.map(({ http }) => `dhcp-match=set:efihttp${http},option:client-arch,${http}`),
    ...(architectures.includes('x86_64')
      ? [`pxe-service=tag:!ipxe,${bios},"webboot",undionly.kpxe`]
      : []),
    ...clients.flatMap(({ tftp, shim }) =>
      tftp.map((arch) => `pxe-service=tag:!ipxe,${arch},"webboot",${shim}`),
    ),
    // dnsmasq makes a tag of the name of the interface that a request arrives at.
    ...networks.flatMap(({ interface: name, address, netmask }) => {
      const base = `http://${address}:${port}${path}`;
      // iPXE ignores an answer that names a file and no server.
      const server = `${address},${address}`;
      return [
        `interface=${name}`,
        `dhcp-range=${address},proxy,${netmask}`,
        `dhcp-boot=tag:ipxe,tag:${name},${base}/${ipxeScriptName},${server}`,
        ...clients.map(
          ({ http, shim }) =>
            `dhcp-boot=tag:efihttp${http},tag:!ipxe,tag:${name},${base}/${shim},${server}`,
        ),
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}
