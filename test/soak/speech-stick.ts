import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultOptions } from '../../tools/image/options.ts';
import type { QemuProcess } from '../../tools/qemu/qemu.ts';
import { buildStick } from '../../tools/stick/build.ts';
import { readDataPartition } from '../helpers/data-partition.ts';
import { createQemuMonitor } from '../helpers/qemu-monitor.ts';
import { screenSeat, serialSeat } from '../helpers/seat.ts';
import { createSoundRecorder } from '../helpers/sound-recorder.ts';
import { type Firmware, startFromStick } from '../helpers/stick-machine.ts';
import { limit, until, untilHeard } from './speech-limits.ts';

const image = { ...defaultOptions, flavour: 'generic', accessibility: true } as const;
/** ext4 commits its journal every five seconds. */
const journalMs = 5_000;
const kept = '{"lang":"de","keymap":"de-latin1-nodeadkeys"}\n';

/**
 * A stick's boot menu is heard, and its key s is pressed: the menu speaks, German and a German keyboard are chosen by
 * numbers, and the machine is switched off. The next start, without speech, has both.
 */
export async function bootStickByEar(
  firmware: Firmware,
  watch: (machine: { readonly log: string }) => void,
) {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-speech-stick-'));
  const file = join(folder, 'stick.img');
  const secureBoot = { way: 'debian' } as const;
  const monitor = await createQemuMonitor();
  const recorder = await createSoundRecorder();
  const start = async () => {
    const machine = await startFromStick({
      ...{ file, folder, firmware, attachment: 'usb' },
      extra: [
        ...['-device', 'VGA', '-machine', 'pcspk-audiodev=sound'],
        ...monitor.arguments,
        ...recorder.arguments,
      ],
    });
    watch(machine);
    return machine;
  };
  let machine: QemuProcess | undefined;
  try {
    await buildStick(image, { usb: file, isos: [], distros: [], secureBoot });
    machine = await start();
    await machine.waitFor(/webboot with speech/, limit);
    await untilHeard(recorder, 'the tones of the boot menu');
    machine.send('s');
    await chooseGerman(machine, {
      heard: () => untilHeard(recorder, 'the menu'),
      // The menu may be there long before the stick is mounted, and the journal takes a few seconds.
      kept: () =>
        until(
          async () => {
            await sleep(journalMs);
            return (await choicesOn(file)) === kept;
          },
          () => 'the choices are not on the stick',
        ),
    });
    await machine.ended;
    const seconds = Math.round(await recorder.seconds());
    const choices = await choicesOn(file);
    machine = await start();
    const seat = serialSeat(machine);
    await seat.sees(/Suche:/, limit);
    // Where an American keyboard has the y.
    await screenSeat(monitor, { folder }).press({ type: 'y' });
    await seat.sees(/Suche: z/, limit);
    return {
      ok: choices === kept,
      cells: ['', seconds, `${machine.elapsed.toFixed()} s`, choices.trim()],
    };
  } finally {
    await machine?.kill();
    await monitor.close();
    await recorder.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** '' while there are none, and while the partition is being written to. */
async function choicesOn(file: string): Promise<string> {
  const data = await readDataPartition(file).catch(() => undefined);
  return data?.files.get('choices.json')?.toString() ?? '';
}

async function chooseGerman(
  machine: QemuProcess,
  waits: { readonly heard: () => Promise<void>; readonly kept: () => Promise<void> },
): Promise<void> {
  let end = 0;
  const finds = async (pattern: RegExp) => {
    const found = await machine.waitFor(pattern, { ...limit, from: end });
    ({ end } = found);
    return found.groups[0] ?? '';
  };
  const choose = async (pattern: RegExp) => machine.send(`${await finds(pattern)}\r`);
  await finds(/Choose what to boot\./);
  await waits.heard();
  await choose(/(\d+)\. Language\n/);
  await choose(/(\d+)\. Deutsch\n/);
  await choose(/(\d+)\. Tastaturbelegung\n/);
  await choose(/(\d+)\. Deutsch, de-latin1-nodeadkeys\n/);
  await waits.kept();
  await choose(/(\d+)\. Diesen Rechner ausschalten\n/);
  await finds(/ausschalten\?/);
  machine.send('\r');
}
