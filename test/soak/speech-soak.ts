import { setTimeout as sleep } from 'node:timers/promises';
import { createBrailleDisplay } from '../helpers/braille-display.ts';
import { startDemo } from '../helpers/demo.ts';
import { createQemuMonitor } from '../helpers/qemu-monitor.ts';
import { screenSeat } from '../helpers/seat.ts';
import { createSoundRecorder } from '../helpers/sound-recorder.ts';
import { runCases, type Soak } from './cases.ts';

const soak: Soak = {
  name: 'speech',
  columns: ['sentences', 'seconds heard', 'login after', 'braille'],
  cases: [{ name: 'by-ear', run: bootByEar }],
};

/** `[--fresh]`: boots the demo by what is heard alone, with a braille display next to it. The exit status. */
export async function soakSpeech(argv: readonly string[]): Promise<number> {
  return (await runCases(soak, argv)).status;
}

const limit = { timeoutMs: 600_000 };
/** Speech is far louder, and a card that only hums far softer. */
const audible = 0.05;

/**
 * From the tone by the key s and by numbers to the live system's login. What is said stands in the kernel's log,
 * which comes on the serial line; that each sentence was heard as well, the recorded sound shows.
 */
async function bootByEar(watch: (machine: { readonly log: string }) => void) {
  const monitor = await createQemuMonitor();
  const recorder = await createSoundRecorder();
  const display = await createBrailleDisplay();
  const demo = await startDemo({
    image: { accessibility: true, flavour: 'generic' },
    cmdline: 'console=tty0 webboot.debug printk.devkmsg=on',
    hardware: [
      ...['-device', 'VGA'],
      ...monitor.arguments,
      ...recorder.arguments,
      ...display.arguments,
    ],
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
    await until(async () => (await recorder.loudness()) > audible, `nothing heard: ${found.text}`);
    return found.groups[0] ?? '';
  };
  try {
    await display.connect();
    await until(async () => (await recorder.loudness()) > audible, 'no tone');
    await keyboard.press({ type: 's' });
    await hears(/Choose what to boot\./);
    // The display follows the cursor: what is typed is there before Enter is pressed.
    await keyboard.press({ type: 'demo' });
    const braille = await untilShown(display);
    await keyboard.press('enter');
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
      ok: seconds > 10 && braille !== undefined,
      cells: [
        ...[sentences, seconds, `${machine.elapsed.toFixed()} s`],
        braille?.trim() ?? `none; last: ${display.shown.at(-1) ?? 'nothing'}`,
      ],
    };
  } finally {
    await demo.close();
    await monitor.close();
    await recorder.close();
    await display.close();
  }
}

/** Undefined if the display stays behind: the boot by ear goes on, and the case is not well. */
async function untilShown(display: { readonly shown: readonly string[] }) {
  const isTyped = (line: string) => /demo/.test(line);
  const deadline = performance.now() + 20_000;
  while (!display.shown.some(isTyped) && performance.now() < deadline) await sleep(250);
  return display.shown.find(isTyped);
}

async function until(holds: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = performance.now() + limit.timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(otherwise);
    await sleep(250);
  }
}
