import { alpineMkinitfs } from './alpine-mkinitfs.ts';
import { anaconda } from './anaconda.ts';
import { antix } from './antix.ts';
import { archiso } from './archiso.ts';
import { casper } from './casper.ts';
import { coreosLive } from './coreos-live.ts';
import { debianInstaller } from './debian-installer.ts';
import { dracutDmsquashLive } from './dracut-dmsquash-live.ts';
import { dracutMiso } from './dracut-miso.ts';
import type { FamilyRules } from './family-rules.ts';
import { genkernel } from './genkernel.ts';
import { kiwiLive } from './kiwi-live.ts';
import { linuxLive } from './linux-live.ts';
import { liveBoot } from './live-boot.ts';
import { miso } from './miso.ts';
import { nixos } from './nixos.ts';
import { porteus } from './porteus.ts';
import { proxmox } from './proxmox.ts';
import { puppy } from './puppy.ts';
import { tinycore } from './tinycore.ts';

/**
 * The initramfs generators that are told apart, a file each. The first whose clues fit counts, so
 * special ones stand before those that they build on: kiwi's and anaconda's initrds hold dracut's
 * dmsquash-live too, and Garuda's lines have parameters of Manjaro's.
 */
export const families = {
  'live-boot': liveBoot,
  casper,
  'dracut-miso': dracutMiso,
  miso,
  archiso,
  'coreos-live': coreosLive,
  anaconda,
  'kiwi-live': kiwiLive,
  'dracut-dmsquash-live': dracutDmsquashLive,
  nixos,
  'alpine-mkinitfs': alpineMkinitfs,
  tinycore,
  'linux-live': linuxLive,
  antix,
  puppy,
  porteus,
  proxmox,
  'debian-installer': debianInstaller,
  genkernel,
} satisfies Readonly<Record<string, FamilyRules>>;

export type KnownFamily = keyof typeof families;
