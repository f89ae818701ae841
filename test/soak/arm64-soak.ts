import { ensureDemoIso, ensureLiveIso } from '../../tools/demo/iso.ts';
import { type Arm64Firmware, arm64Firmwares } from '../../tools/qemu/qemu-arguments.ts';
import { runSmoke } from '../../tools/smoke/run-smoke.ts';
import { bootOnArm64 } from '../helpers/arm64-boot.ts';
import { arm64DracutIso } from '../helpers/live-isos.ts';
import { bootBesideNvdimm } from './arm64/nvdimm.ts';
import { jumpInRounds } from './arm64/rounds.ts';
import { startByKeys } from './arm64/start.ts';
import { startFrom } from './arm64/stick.ts';
import { runCases, type Soak, type SoakCase } from './cases.ts';

const isos = {
  'live-boot': () => ensureDemoIso('aarch64'),
  dracut: () => ensureLiveIso('trixie-dracut-arm64', arm64DracutIso),
} as const;

/** For one boot; the host may have other work. */
const timeoutS = 1500;

const bootOf =
  (iso: () => Promise<string>, firmware: Arm64Firmware): SoakCase['run'] =>
  async (watch) => {
    const options = { firmware, timeoutS, onStart: watch };
    const { result, fromPmem } = await bootOnArm64(await iso(), options);
    const outcome = fromPmem ? 'a login, the medium on pmem' : 'NO MEDIUM ON PMEM';
    return {
      ok: result.ok && fromPmem,
      cells: [result.ok ? outcome : (result.failure?.code ?? result.message), secondsOf(result)],
    };
  };

const refuseFlippedByte: SoakCase['run'] = async (watch) => {
  const result = await runSmoke({
    iso: await ensureDemoIso('aarch64'),
    kind: { arch: 'aarch64', firmware: 'tree' },
    expect: /login: /,
    corrupt: true,
    timeoutS,
    onStart: watch,
  });
  return { ok: result.ok, cells: [result.failure?.code ?? result.message, secondsOf(result)] };
};

/** From QEMU's start to the jump, and to what came after it. */
function secondsOf({ seconds }: { readonly seconds: Readonly<Record<string, number>> }): string {
  const { exec, matched } = seconds;
  return [exec, matched].map((at) => at?.toFixed(0) ?? '-').join(' / ');
}

const soak: Soak = {
  name: 'arm64',
  columns: ['seen', 'seconds (to the jump / to the login)'],
  cases: [
    ...arm64Firmwares.flatMap((firmware) =>
      Object.entries(isos).map(([name, iso]) => ({
        name: `${firmware}-${name}`,
        run: bootOf(iso, firmware),
      })),
    ),
    { name: 'flipped-byte', run: refuseFlippedByte },
    { name: 'nvdimm', run: bootBesideNvdimm },
    { name: 'start', run: startByKeys },
    { name: 'stick-usb', run: startFrom('usb') },
    { name: 'stick-cdrom', run: startFrom('cdrom') },
    { name: 'rounds-acpi', run: jumpInRounds('acpi') },
    { name: 'rounds-tree', run: jumpInRounds('tree') },
  ],
};

/**
 * `[--fresh] [CASE]...`: arm64 machines of three kinds, each with two families of live systems; a changed
 * image; somebody's NVDIMM; `npm start` by keys; a stick and a CD; rounds of kexec. The exit status.
 */
export async function soakArm64(argv: readonly string[]): Promise<number> {
  return (await runCases(soak, argv)).status;
}
