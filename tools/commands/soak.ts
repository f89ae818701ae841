import { WebbootError } from '../../src/errors.ts';
import { reportingErrors } from '../shared/report-error.ts';

/** What runs for minutes, each in its own file under test/soak. */
const soaks: Readonly<Record<string, () => Promise<(argv: readonly string[]) => Promise<number>>>> =
  {
    arm64: async () => (await import('../../test/soak/arm64-soak.ts')).soakArm64,
    download: async () => (await import('../../test/soak/download-soak.ts')).soakDownloads,
    extract: async () => (await import('../../test/soak/extract-soak.ts')).soakExtract,
    handon: async () => (await import('../../test/soak/hand-on-soak.ts')).soakHandOn,
    kernels: async () => (await import('../../test/soak/kernels-soak.ts')).soakKernels,
    keys: async () => (await import('../../test/soak/keys-soak.ts')).soakKeys,
    kexec: async () => (await import('../../test/soak/kexec-soak.ts')).soakKexec,
    matrix: async () => (await import('../../test/soak/boot-matrix.ts')).soakBoots,
    netboot: async () => (await import('../../test/soak/netboot-soak.ts')).soakNetboot,
    network: async () => (await import('../../test/soak/network-soak.ts')).soakNetworks,
    remote: async () => (await import('../../test/soak/remote-soak.ts')).soakRemote,
    wifi: async () => (await import('../../test/soak/wifi-soak.ts')).soakWifi,
    menu: async () => (await import('../../test/soak/menu-soak.ts')).soakMenu,
    reservation: async () => (await import('../../test/soak/reservation-soak.ts')).soakReservations,
    speech: async () => (await import('../../test/soak/speech-soak.ts')).soakSpeech,
    upgrade: async () => (await import('../../test/soak/upgrade-soak.ts')).soakUpgrades,
    stick: async () => (await import('../../test/soak/stick/soak.ts')).soakSticks,
  };

/** `npm run soak -- NAME [options]`; all of them without a name. */
await reportingErrors(async () => {
  const [name, ...argv] = process.argv.slice(2);
  const names = name === undefined ? Object.keys(soaks) : [name];
  for (const wanted of names) {
    const load = soaks[wanted];
    if (load === undefined) {
      throw new WebbootError('usage', `Unknown soak test "${wanted}".`, {
        remedy: `Choose one of ${Object.keys(soaks).join(', ')}.`,
      });
    }
    const soak = await load();
    process.exitCode = (await soak(argv)) || process.exitCode;
  }
});
