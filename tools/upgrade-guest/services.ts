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

function unit(command: string): string {
  return `[Unit]\nAfter=network.target\n[Service]\nExecStart=${command}\n[Install]\nWantedBy=multi-user.target\n`;
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
  '/opt/services/counter.py': { text: counter },
  '/opt/services/pipe.sh': { text: pipe, mode: 0o755 },
  '/opt/services/web.mjs': { text: web },
  '/etc/systemd/system/counter.service': {
    text: unit('/usr/bin/python3 /opt/services/counter.py'),
  },
  '/etc/systemd/system/pipe.service': { text: unit('/opt/services/pipe.sh') },
  '/etc/systemd/system/web.service': { text: unit('/opt/webboot/node /opt/services/web.mjs') },
  '/usr/local/bin/webboot': {
    text: '#!/bin/sh\nexec /opt/webboot/node /opt/webboot/dist/main.mjs "$@"\n',
    mode: 0o755,
  },
};

/** Run in the guest's root when all is there. */
export const guestScript = [
  'systemctl enable counter pipe web systemd-networkd systemd-networkd-wait-online nginx postgresql redis-server serial-getty@ttyS0',
  'systemctl mask apt-daily.timer apt-daily-upgrade.timer fstrim.timer e2scrub_all.timer getty@tty1',
  'passwd -d root',
  'mkdir -p /opt/webboot',
  'echo 0123456789abcdef0123456789abcdef > /etc/machine-id',
].join(' && ');

export const guestPackages: readonly string[] = [
  ...['systemd-sysv', 'udev', 'kmod', 'dbus', 'iproute2', 'nftables', 'procps', 'login', 'passwd'],
  ...['initramfs-tools', 'e2fsprogs', 'zstd', 'kexec-tools'],
  ...['nginx-light', 'postgresql', 'redis-server', 'python3'],
  // Of criu, which comes from another suite than these.
  ...['libnftables1', 'libprotobuf-c1', 'libuuid1', 'libbsd0', 'libgnutls30t64'],
];
