import { ensureLiveIso } from '../../tools/demo/iso.ts';
import { handOnStaticAddress } from '../helpers/hand-on.ts';
import { describeLiveIso, type LiveIsoName, liveIsos } from '../helpers/live-isos.ts';
import { runCases, type Soak, type SoakCase, statusOf } from './cases.ts';

const soak: Soak = {
  name: 'handon',
  columns: ['live system', 'handed on to', 'address'],
  cases: (Object.keys(liveIsos) as LiveIsoName[]).map((name) => ({ name, run: bootOf(name) })),
};

/** `[--fresh] [NAME]...`: gives each live system of the matrix webboot's static address. */
export async function soakHandOn(argv: readonly string[]): Promise<number> {
  return statusOf(soak, await runCases(soak, argv));
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
