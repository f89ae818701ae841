import { ensureLiveIso } from '../../tools/demo/iso.ts';
import {
  type LiveIsoOptions,
  type WifiService,
  wifiServices,
} from '../../tools/live-iso/options.ts';
import { liveAir } from '../../tools/live-iso/wifi.ts';
import { handOnStaticAddress, handOnWifi } from '../helpers/hand-on.ts';
import {
  describeLiveIso,
  type LiveIsoName,
  liveIsos,
  liveIsoWithWifi,
} from '../helpers/live-isos.ts';
import { runCases, type Soak, type SoakCase } from './cases.ts';

const soak: Soak = {
  name: 'handon',
  columns: ['live system', 'handed on to', 'address'],
  cases: [
    ...(Object.keys(liveIsos) as LiveIsoName[]).map((name) => ({ name, run: bootOf(name) })),
    ...wifiServices.flatMap((service) =>
      (['live-boot', 'dracut'] as const).map((generator) => wifiCase(service, generator)),
    ),
  ],
};

/**
 * `[--fresh] [NAME]...`: gives each live system of the matrix webboot's static address, and those with
 * simulated radios its Wi-Fi network.
 */
export async function soakHandOn(argv: readonly string[]): Promise<number> {
  return (await runCases(soak, argv)).status;
}

function bootOf(name: LiveIsoName): SoakCase['run'] {
  return async (watch) => {
    const iso = await ensureLiveIso(name, liveIsos[name]);
    const { result, seen } = await handOnStaticAddress(iso);
    watch({ log: `${result.log}\n${seen}` });
    const service = /the network is handed on to (\w+)/.exec(result.log)?.[1] ?? 'nothing';
    const address = /inet (10\.0\.2\.\d+)/.exec(seen)?.[1] ?? `none: ${result.message}`;
    return { ok: address === '10.0.2.77', cells: [describeLiveIso(name), service, address] };
  };
}

function wifiCase(service: WifiService, generator: LiveIsoOptions['generator']): SoakCase {
  const { name, options } = liveIsoWithWifi(service, generator);
  return {
    name,
    async run(watch) {
      const { log, seen } = await handOnWifi(await ensureLiveIso(name, options));
      watch({ log: `${log}\n${seen}` });
      const handedTo = /the network is handed on to (\w+)/.exec(log)?.[1] ?? 'nothing';
      const address = new RegExp(`inet (${liveAir.prefix}\\.\\d+)`).exec(seen)?.[1] ?? 'none';
      // dracut's log of it goes to the journal.
      const ok = (handedTo === service || generator === 'dracut') && address !== 'none';
      return { ok, cells: [`trixie, ${generator}, ${service}`, handedTo, address] };
    },
  };
}
