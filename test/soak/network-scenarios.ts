import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demoId } from '../../tools/demo/row.ts';
import type { Mirror } from '../../tools/mirror/mirror.ts';
import { startDhcpRefuser } from '../helpers/dhcp-refuser.ts';
import {
  type NetworkOutcome,
  type NetworkScenario,
  outcomeOf,
  relayOnIpv6,
  runNetworkScenario,
} from '../helpers/network-guest.ts';
import { scriptEnd, startScript } from '../helpers/scripted-image.ts';

export type ScenarioRun = () => Promise<NetworkOutcome>;

const card = (netdev: string, id = `card-${netdev}`) => [
  '-device',
  `virtio-net-pci,netdev=${netdev},id=${id},romfile=`,
];
const userNetwork = (options = '') => ['-netdev', `user,id=n0${options}`];
const onHost = (mirror: Mirror) => mirror.guestUrl;
const plain: NetworkScenario = { network: [...userNetwork(), ...card('n0')], mirrorUrl: onHost };
const given = (dns = '') => `webboot.ip=10.0.2.77::10.0.2.2:255.255.255.0::eth0:off${dns}`;

/** Two cards, the first of which has no cable. */
export const oneCable: ScenarioRun = () =>
  runNetworkScenario({
    ...plain,
    network: [...userNetwork(), ...card('n0'), '-netdev', 'user,id=n1', ...card('n1')],
    monitor: [{ afterS: 0.5, command: 'set_link card-n0 off' }],
  });

/** A phone that shares its connection by USB; QEMU's speaks RNDIS and CDC Ethernet. */
export const usbPhone: ScenarioRun = () =>
  runNetworkScenario({
    ...plain,
    flavour: 'generic',
    network: [...userNetwork(), '-device', 'qemu-xhci', '-device', 'usb-net,netdev=n0'],
  });

/** As in a running system, whose udev has given the card a predictable name. */
export const renamed: ScenarioRun = async () => {
  const image = await startScript({
    memoryMb: 2048,
    script: `
until ip link set eth0 name enp0s2; do sleep 1; done
$webboot --interface eth0 --dry-run --json ${demoId}`,
  });
  const { machine } = image;
  try {
    await machine.waitFor(scriptEnd, { timeoutMs: 600_000 });
    return outcomeOf(machine);
  } finally {
    await image.close();
  }
};

export const ipv6Only: ScenarioRun = async () => {
  let relay: Awaited<ReturnType<typeof relayOnIpv6>> | undefined;
  try {
    return await runNetworkScenario({
      network: [...userNetwork(',ipv4=off,ipv6=on'), ...card('n0')],
      // QEMU's address for the host, whose own loopback it stands for.
      mirrorUrl: ({ port }) => `http://[fec0::2]:${port}`,
      onMirror: async ({ port }) => {
        relay = await relayOnIpv6(port);
      },
    });
  } finally {
    relay?.close();
  }
};

export const noCable: ScenarioRun = () =>
  runNetworkScenario({ ...plain, monitor: [{ afterS: 0.5, command: 'set_link card-n0 off' }] });

/** The link is there from the start; what answers DHCP appears about 20 s after webboot. */
export const lateServer: ScenarioRun = () =>
  runNetworkScenario({
    ...plain,
    network: [
      ...userNetwork(),
      ...['-netdev', 'hubport,id=server,hubid=0,netdev=n0'],
      ...['-netdev', 'hubport,id=guest,hubid=0', ...card('guest')],
    ],
    monitor: [
      { afterS: 0.5, command: 'set_link server off' },
      { afterS: 40, command: 'set_link server on' },
    ],
  });

export const refusal: ScenarioRun = async () => {
  const refuser = await startDhcpRefuser('n0');
  try {
    return await runNetworkScenario({
      ...plain,
      network: ['-netdev', refuser.netdev, ...card('n0')],
    });
  } finally {
    refuser.close();
  }
};

export const fixedAddress: ScenarioRun = () =>
  runNetworkScenario({ ...plain, cmdline: given(':10.0.2.3') });

export const noNameServer: ScenarioRun = () =>
  runNetworkScenario({
    ...plain,
    // QEMU's router advertises a name server of its own over IPv6.
    network: [...userNetwork(',ipv6=off'), ...card('n0')],
    cmdline: given(),
    mirrorUrl: ({ port }) => `http://mirror.example:${port}`,
  });

/** Only the proxy knows where the mirror is. */
export const proxyOnly: ScenarioRun = async () => {
  let target: Mirror | undefined;
  const proxy = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url ?? '');
    const options = { port: target?.port, path: pathname, headers: asked.headers };
    request({ host: '127.0.0.1', ...options }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    }).end();
  });
  const port = await listen(proxy);
  try {
    return await runNetworkScenario({
      ...plain,
      cmdline: `webboot.proxy=http://10.0.2.2:${port}`,
      mirrorUrl: () => 'http://mirror.example',
      onMirror: async (mirror) => {
        target = mirror;
      },
    });
  } finally {
    proxy.close();
    proxy.closeAllConnections();
  }
};

export const portal: ScenarioRun = async () => {
  const login = createServer((_asked, answer) =>
    answer.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
  );
  const loginPort = await listen(login);
  const everything = createServer((_asked, answer) =>
    answer.writeHead(302, { location: `http://10.0.2.2:${loginPort}/login` }).end(),
  );
  const port = await listen(everything);
  try {
    return await runNetworkScenario({ ...plain, mirrorUrl: () => `http://10.0.2.2:${port}` });
  } finally {
    for (const server of [login, everything]) {
      server.close();
      server.closeAllConnections();
    }
  }
};

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
