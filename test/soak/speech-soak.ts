import { createBrailleDisplay } from '../helpers/braille-display.ts';
import { startDemo } from '../helpers/demo.ts';
import { createQemuMonitor } from '../helpers/qemu-monitor.ts';
import { screenSeat } from '../helpers/seat.ts';
import { createSoundRecorder } from '../helpers/sound-recorder.ts';
import { runCases, type Soak } from './cases.ts';
import { limit, until, untilHeard } from './speech-limits.ts';
import { bootStickByEar } from './speech-stick.ts';

const soak: Soak = {
  name: 'speech',
  columns: ['sentences', 'seconds heard', 'login after', 'braille', 'kept'],
  cases: [
    { name: 'by-ear', run: bootByEar },
    { name: 'stick', run: bootStickByEar },
  ],
};

/** `[--fresh] [CASE]...`: boots by what is heard alone, with a braille display next to it. The exit status. */
export async function soakSpeech(argv: readonly string[]): Promise<number> {
  return (await runCases(soak, argv)).status;
}

/**
 * From the tone by the key s and by numbers to the live system's login, at the screen. What is said stands in the
 * kernel's log, which a shell on the serial line follows, because on the screen it would come between the sentences;
 * that each one was heard as well, the recorded sound shows. The braille display has the newest sentence each time.
 */
async function bootByEar(watch: (machine: { readonly log: string }) => void) {
  const monitor = await createQemuMonitor();
  const recorder = await createSoundRecorder();
  const display = await createBrailleDisplay();
  const demo = await startDemo({
    image: { accessibility: true, flavour: 'generic' },
    cmdline: 'console=tty0 printk.devkmsg=on',
    hardware: [
      ...['-device', 'VGA'],
      ...monitor.arguments,
      ...recorder.arguments,
      ...display.arguments,
    ],
  });
  const { machine, guest, publication } = demo;
  watch({
    get log() {
      return [machine.log, 'In braille:', ...display.shown].join('\n');
    },
  });
  const keyboard = screenSeat(monitor, { folder: '' });
  const types = (text: string) => keyboard.press({ type: text }, 'enter');
  let end = 0;
  const finds = async (pattern: RegExp) => {
    const found = await machine.waitFor(pattern, { ...limit, from: end });
    ({ end } = found);
    return found.groups[0] ?? '';
  };
  const hears = async (pattern: RegExp) => {
    const found = await finds(new RegExp(`says: ${pattern.source}`));
    await untilHeard(recorder, pattern.source);
    return found;
  };
  let felt = 0;
  const feels = async (pattern: RegExp) => {
    await until(
      () => pattern.test(display.shown.at(-1) ?? ''),
      () => `no ${pattern} in braille: ${display.shown.at(-1)}`,
    );
    felt += 1;
  };
  try {
    await display.connect();
    await untilHeard(recorder, 'the tones');
    await keyboard.press({ type: 's' });
    const shell = await finds(/(\d+)\. Rescue shell/);
    await finds(/Speech is on\./);
    await feels(/^Speech is on\.$/);
    await recorder.loudness();
    await untilHeard(recorder, 'a voice');
    machine.send(`${shell}\r`);
    await finds(/Press Enter to open a root shell/);
    machine.send('\r');
    await finds(/# /);
    machine.send('cat /dev/kmsg\r');
    await hears(/Choose what to boot\./);
    await types('b');
    await feels(/^Type a number. or part of a name/);
    await hears(/Choose what to boot\./);
    await keyboard.press({ type: 'demo' });
    await feels(/^. demo$/);
    await keyboard.press('enter');
    await feels(/^Type a number. or part of a name/);
    await hears(/Search for demo\./);
    await types(await hears(/(\d+)\. Demo, signed/));
    await feels(/^Type a number. b goes back/);
    await types(await hears(/(\d+)\. live, /));
    // Long enough for a sentence or two about it.
    const path = `/${publication.fileName}`;
    guest.mirror.setFault({ kind: 'slow', path, bytesPerSecond: publication.bytes / 40 });
    await types(await hears(/(\d+)\. OK Live system/));
    await hears(/Booting Demo 1 live\./);
    // As it comes to the login there is no time to wait for each: all are in what was shown.
    await hears(/Now: Start it\./);
    await feels(/^Now. Start it\.$/);
    const missing = passing.filter((pattern) => !display.shown.some((text) => pattern.test(text)));
    const sentences = machine.log.match(/says: /g)?.length ?? 0;
    await machine.waitFor(/login: /, { ...limit, from: end });
    const seconds = Math.round(await recorder.seconds());
    const braille = missing.length === 0 ? felt + passing.length : `never ${missing.join(', ')}`;
    return {
      ok: seconds > 10 && missing.length === 0,
      cells: [sentences, seconds, `${machine.elapsed.toFixed()} s`, braille],
    };
  } finally {
    await demo.close();
    await monitor.close();
    await recorder.close();
    await display.close();
  }
}

/** What a slow download says; in braille what is no letter is a dot. */
const passing = [/^Now. Download into memory\.$/, /^\.\. .. \.\. MB of \.\.\. MB/];
