import { startDemo } from '../helpers/demo.ts';
import { createQemuMonitor } from '../helpers/qemu-monitor.ts';
import { screenSeat } from '../helpers/seat.ts';
import { createSoundRecorder } from '../helpers/sound-recorder.ts';
import { runCases, type Soak } from './cases.ts';
import { bootByBraille } from './speech-braille.ts';
import { cardCases } from './speech-cards.ts';
import { limit, untilHeard } from './speech-limits.ts';
import { bootStickByEar } from './speech-stick.ts';

const soak: Soak = {
  name: 'speech',
  columns: ['sentences', 'seconds heard', 'after', 'seen'],
  cases: [
    { name: 'by-ear', run: bootByEar },
    ...cardCases,
    { name: 'braille', run: bootByBraille },
    { name: 'stick', run: (watch) => bootStickByEar('bios', watch) },
    { name: 'stick-efi', run: (watch) => bootStickByEar('efi-secure', watch) },
  ],
};

/** `[--fresh] [CASE]...`: boots by what is heard alone, and by what a braille display shows. The exit status. */
export async function soakSpeech(argv: readonly string[]): Promise<number> {
  return (await runCases(soak, argv)).status;
}

/**
 * From the tone by the key s and by numbers to the live system's login. What is said stands in the kernel's log,
 * which comes on the serial line; that each sentence was heard as well, the recorded sound shows.
 */
async function bootByEar(watch: (machine: { readonly log: string }) => void) {
  const monitor = await createQemuMonitor();
  const recorder = await createSoundRecorder();
  const demo = await startDemo({
    image: { accessibility: true, flavour: 'generic' },
    cmdline: 'console=tty0 webboot.debug printk.devkmsg=on',
    hardware: [...['-device', 'VGA'], ...monitor.arguments, ...recorder.arguments],
  });
  const { machine, guest, publication } = demo;
  watch(machine);
  const keyboard = screenSeat(monitor, { folder: '' });
  const types = (text: string) => keyboard.press({ type: text }, 'enter');
  let end = 0;
  const hears = async (pattern: RegExp) => {
    const found = await machine.waitFor(new RegExp(`says: ${pattern.source}`), {
      ...limit,
      from: end,
    });
    ({ end } = found);
    await untilHeard(recorder, found.text);
    return found.groups[0] ?? '';
  };
  try {
    await untilHeard(recorder, 'the tones');
    await keyboard.press({ type: 's' });
    await hears(/Choose what to boot\./);
    await types('demo');
    await hears(/Search for demo\./);
    await types(await hears(/(\d+)\. Demo, signed/));
    await types(await hears(/(\d+)\. live, /));
    // Long enough for a sentence or two about it.
    const path = `/${publication.fileName}`;
    guest.mirror.setFault({ kind: 'slow', path, bytesPerSecond: publication.bytes / 40 });
    await types(await hears(/(\d+)\. OK Live system/));
    await hears(/Booting Demo 1 live\./);
    await hears(/Verified\. Signed by/);
    await hears(/Now: Start it\./);
    const sentences = machine.log.match(/says: /g)?.length ?? 0;
    await machine.waitFor(/login: /, { ...limit, from: end });
    const seconds = Math.round(await recorder.seconds());
    return {
      ok: seconds > 10,
      cells: [sentences, seconds, `${machine.elapsed.toFixed()} s`, 'the login'],
    };
  } finally {
    await demo.close();
    await monitor.close();
    await recorder.close();
  }
}
