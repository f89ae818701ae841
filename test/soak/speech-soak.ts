import { setTimeout as sleep } from 'node:timers/promises';
import { createBrailleDisplay } from '../helpers/braille-display.ts';
import { startDemo } from '../helpers/demo.ts';
import { createQemuMonitor } from '../helpers/qemu-monitor.ts';
import { screenSeat } from '../helpers/seat.ts';
import { createSoundRecorder } from '../helpers/sound-recorder.ts';
import { runCases, type Soak, statusOf } from './cases.ts';

const soak: Soak = {
  name: 'speech',
  columns: ['sentences', 'seconds heard', 'login after', 'braille'],
  cases: [{ name: 'by-ear', run: bootByEar }],
};

/** `[--fresh]`: boots the demo by what is heard alone, with a braille display next to it. The exit status. */
export async function soakSpeech(argv: readonly string[]): Promise<number> {
  return statusOf(soak, await runCases(soak, argv));
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
    // The display follows the cursor, wherever the menu has left it.
    await until(() => display.shown.some(isOfMenu), 'no braille');
    await types('demo');
    await hears(/Search for demo\./);
    await types(await hears(/(\d+)\. Demo, signed/));
    await types(await hears(/(\d+)\. live, /));
    // Long enough for a sentence or two about it.
    const path = `/${publication.fileName}`;
    guest.mirror.setFault({ kind: 'slow', path, bytesPerSecond: publication.bytes / 40 });
    await types(await hears(/(\d+)\. OK Live system/));
    await hears(/Booting Demo\./);
    await hears(/\d+ %, /);
    await hears(/Verified\. Signed by/);
    await hears(/Now: Start it\./);
    const sentences = machine.log.match(/says: /g)?.length ?? 0;
    await machine.waitFor(/login: /, { ...limit, from: end });
    const seconds = Math.round(await recorder.seconds());
    const braille = display.shown.find(isOfMenu) ?? '';
    return {
      ok: seconds > 10,
      cells: [sentences, seconds, `${machine.elapsed.toFixed()} s`, braille.trim()],
    };
  } finally {
    await demo.close();
    await monitor.close();
    await recorder.close();
    await display.close();
  }
}

/** A row of the list, or the line of keys. */
function isOfMenu(line: string): boolean {
  return / signed$|keys$/.test(line);
}

async function until(holds: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = performance.now() + limit.timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(otherwise);
    await sleep(250);
  }
}
