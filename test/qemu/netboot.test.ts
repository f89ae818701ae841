import { expect, it } from 'vitest';
import { startQemu } from '../../tools/qemu/qemu.ts';
import { startNetbootServer } from '../helpers/netboot-server.ts';

it('a machine without a disk comes by PXE to the live login, with image and ISO from this network alone', async () => {
  await using room = await startNetbootServer(
    (port) => `panic=-1 webboot.auto webboot.distro=demo webboot.peers=http://10.0.2.2:${port}`,
  );
  const { server, publication } = room;
  const script = `http://10.0.2.2:${server.port}/boot/boot.ipxe`;
  const machine = await startQemu({
    arch: 'x86_64',
    memoryMb: 1536,
    network: 'none',
    // The card's own boot ROM is iPXE; QEMU's DHCP names the script.
    extra: [
      ...['-netdev', `user,id=net0,bootfile=${script}`],
      ...['-device', 'virtio-net-pci,netdev=net0,bootindex=1'],
    ],
  });
  try {
    const login = await machine.waitFor(/login: /, { timeoutMs: 800_000 });
    expect(machine.log.slice(0, login.start)).toContain('"kind":"signed"');
    const sent = server.tally.bytesByImage;
    expect(sent.get(publication.sha256)).toBeGreaterThanOrEqual(publication.bytes);
    expect(sent.get('initramfs.img')).toBeGreaterThan(0);
  } finally {
    await machine.kill();
  }
});
