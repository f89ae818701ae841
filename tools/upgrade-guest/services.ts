import { containerFiles, containerSetup } from './container.ts';

/** Says numbers to whoever connects, and how many it was sent; reports one that is missing. */
const counter = `import asyncio

async def client(reader, writer):
    received = 0
    async def take():
        nonlocal received
        while line := await reader.readline():
            received += 1
            if int(line) != received:
                writer.write(b'LOST %d %d\\n' % (int(line), received))
                received = int(line)
    task = asyncio.create_task(take())
    said = 0
    while not task.done():
        said += 1
        writer.write(b'%d %d\\n' % (said, received))
        await writer.drain()
        await asyncio.sleep(0.2)

async def main():
    server = await asyncio.start_server(client, '0.0.0.0', 7000)
    await server.serve_forever()

asyncio.run(main())
`;

const pipe = `#!/bin/bash
n=0
while :; do
  n=$((n + 1))
  echo $n
  sleep 0.3
done | while read -r n; do echo "$n" >>/var/lib/pipe.log; done
`;

const web = `import { createServer } from 'node:http';
const born = Date.now();
createServer((request, response) => response.end(\`\${born}\\n\`)).listen(8000);
`;

function unit(command: string, ...more: readonly string[]): string {
  const service = [...more, `ExecStart=${command}`].join('\n');
  return `[Unit]\nAfter=network.target\n[Service]\n${service}\n[Install]\nWantedBy=multi-user.target\n`;
}

/** Files of the guest that no package has, by path. */
export const guestFiles: Readonly<Record<string, { text: string; mode?: number }>> = {
  '/etc/hostname': { text: 'guest\n' },
  '/etc/hosts': { text: '127.0.0.1 localhost guest\n' },
  '/etc/fstab': { text: '/dev/vda / ext4 rw 0 1\nLABEL=webboot /opt/webboot ext4 ro 0 0\n' },
  '/etc/default/kexec': { text: 'LOAD_KEXEC=false\n' },
  '/etc/systemd/network/10-guest.network': {
    text: '[Match]\nName=e*\n[Network]\nAddress=10.0.2.15/24\nGateway=10.0.2.2\nIPv6AcceptRA=no\nLinkLocalAddressing=no\n',
  },
  '/etc/systemd/system/serial-getty@ttyS0.service.d/login.conf': {
    text: '[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin root --noclear %I 115200 dumb\n',
  },
  ...containerFiles,
  '/opt/services/counter.py': { text: counter },
  '/opt/services/pipe.sh': { text: pipe, mode: 0o755 },
  '/opt/services/web.mjs': { text: web },
  '/etc/systemd/system/counter.service': {
    text: unit('/usr/bin/python3 /opt/services/counter.py'),
  },
  '/etc/systemd/system/pipe.service': { text: unit('/opt/services/pipe.sh') },
  '/etc/systemd/system/web.service': {
    text: unit(
      '/usr/local/bin/node /opt/services/web.mjs',
      // Its own disk is one of this test, which other machines have not.
      'ExecStartPre=+/bin/sh -c "[ -e /usr/local/bin/node ] || cp /opt/webboot/node /usr/local/bin/"',
    ),
  },
  '/usr/local/bin/webboot': {
    text: '#!/bin/sh\nexec /opt/webboot/node /opt/webboot/dist/main.mjs "$@"\n',
    mode: 0o755,
  },
};

/**
 * `small` is what `npm test` jumps with; `full` is for the long runs, and so are `sid`, the same as `small` with
 * newer kernels, and `podman`, whose counter is in a container.
 */
export type GuestKind = 'small' | 'full' | 'sid' | 'podman';

export interface GuestContent {
  readonly packages: readonly string[];
  readonly services: readonly string[];
  /** Debian's package that depends on the newest kernel: the one for virtual machines is a quarter of the size. */
  readonly kernel: string;
  /** Debian's suites that its kernels are of. */
  readonly kernelSuites: readonly string[];
  /** Shell commands, run when all else is there. */
  readonly setup?: readonly string[];
  /** Of the disk; most of it is a hole. */
  readonly size: string;
}

const basePackages = [
  ...['systemd-sysv', 'udev', 'kmod', 'dbus', 'iproute2', 'nftables', 'procps', 'login', 'passwd'],
  ...['initramfs-tools', 'e2fsprogs', 'zstd', 'kexec-tools', 'nginx-light', 'python3'],
  // Of criu, which comes from another suite than these.
  ...['libnftables1', 'libprotobuf-c1', 'libuuid1', 'libbsd0', 'libgnutls30t64'],
];
const baseServices = [
  ...['counter', 'pipe', 'nginx', 'serial-getty@ttyS0'],
  ...['systemd-networkd', 'systemd-networkd-wait-online'],
];

const small = {
  packages: basePackages,
  services: baseServices,
  kernel: 'linux-image-cloud-amd64',
  kernelSuites: ['bookworm', 'trixie'],
  size: '1500M',
};

export const guestContents: Readonly<Record<GuestKind, GuestContent>> = {
  small,
  sid: { ...small, kernelSuites: ['trixie', 'sid'] },
  full: {
    packages: [...basePackages, 'postgresql', 'redis-server'],
    services: [...baseServices, 'web', 'postgresql', 'redis-server'],
    kernel: 'linux-image-amd64',
    kernelSuites: ['bookworm', 'trixie'],
    size: '3G',
  },
  podman: {
    ...small,
    packages: [
      ...basePackages,
      'podman',
      'crun',
      'libcriu2',
      'iptables',
      'netavark',
      'busybox-static',
    ],
    services: baseServices.filter((name) => name !== 'counter'),
    setup: containerSetup,
    size: '2G',
  },
};

/** Run in the guest's root when all is there. */
export function guestScript({ services, setup = [] }: GuestContent): string {
  return [
    `systemctl enable ${services.join(' ')}`,
    'systemctl mask apt-daily.timer apt-daily-upgrade.timer fstrim.timer e2scrub_all.timer getty@tty1',
    'passwd -d root',
    'mkdir -p /opt/webboot',
    'echo 0123456789abcdef0123456789abcdef > /etc/machine-id',
    ...setup,
  ].join(' && ');
}
