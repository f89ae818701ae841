import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultOptions } from '../../../tools/image/options.ts';
import { startQemu } from '../../../tools/qemu/qemu.ts';
import { buildStick } from '../../../tools/stick/build.ts';
import { menuAnswers } from '../../helpers/menu-answers.ts';
import type { SoakCase } from '../cases.ts';

/** QEMU's arguments for the one drive that the firmware can boot from. */
const attached = {
  usb: ['-device', 'qemu-xhci', '-device', 'usb-storage,drive=medium,bootindex=0'],
  cdrom: ['-device', 'virtio-scsi-pci', '-device', 'scsi-cd,drive=medium,bootindex=0'],
} as const;

const limit = { timeoutMs: 1_200_000 };

/** A stick or a CD for arm64, started by EFI firmware: shim, GRUB, and webboot up to its menu. */
export const startFrom =
  (attachment: keyof typeof attached): SoakCase['run'] =>
  async (watch) => {
    const folder = await mkdtemp(join(tmpdir(), 'webboot-arm64-'));
    try {
      const outputs = { usb: join(folder, 'webboot.img'), isoOut: join(folder, 'webboot.iso') };
      const image = { ...defaultOptions, arch: 'aarch64', flavour: 'generic' } as const;
      await buildStick(image, {
        ...outputs,
        ...{ isos: [], distros: [], secureBoot: { way: 'debian' } },
      });
      const file = attachment === 'usb' ? outputs.usb : outputs.isoOut;
      const medium = attachment === 'usb' ? '' : ',media=cdrom,readonly=on';
      const machine = await startQemu({
        ...{ arch: 'aarch64', firmware: 'acpi', memoryMb: 2048, network: 'none' },
        extra: [
          ...['-drive', `file=${file},format=raw,if=none,id=medium${medium}`],
          ...attached[attachment],
        ],
      });
      watch(machine);
      try {
        await menuAnswers(machine, limit);
        return { ok: true, cells: ['the menu', machine.elapsed.toFixed(0)] };
      } finally {
        await machine.kill();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
