import { createBrailleDisplay } from '../helpers/braille-display.ts';
import { startDemo } from '../helpers/demo.ts';
import { createQemuMonitor } from '../helpers/qemu-monitor.ts';
import { screenSeat } from '../helpers/seat.ts';
import { limit, until } from './speech-limits.ts';

/** "41 %, 42 MB of 101 MB" */
const figures = /^\d+ .. \d+ MB of \d+ MB/;

/**
 * From line mode's first page to the start of the live system, by keys at the screen. At each step the serial line
 * has the page's last sentence, and the braille display at the screen must come to it, and stay with it until the
 * next key. A download's figures are each
 * console's own, so that of those two in turn are waited for. What is neither letter nor digit is a dot.
 */
export async function bootByBraille(watch: (machine: { readonly log: string }) => void) {
  const monitor = await createQemuMonitor();
  const display = await createBrailleDisplay();
  const demo = await startDemo({
    image: { accessibility: true, flavour: 'generic' },
    cmdline: 'console=tty0 webboot.ui=line',
    hardware: ['-device', 'VGA', ...monitor.arguments, ...display.arguments],
  });
  const { machine, guest, publication } = demo;
  watch({
    get log() {
      return [machine.log, 'In braille:', ...display.shown].join('\n');
    },
  });
  const keyboard = screenSeat(monitor, { folder: '' });
  let end = 0;
  let felt = 0;
  const finds = async (pattern: RegExp) => {
    const found = await machine.waitFor(pattern, { ...limit, from: end });
    ({ end } = found);
    return found.groups[0] ?? '';
  };
  const feels = async (pattern: RegExp) => {
    await until(
      () => pattern.test(display.shown.at(-1) ?? ''),
      () => `no ${pattern} in braille, but ${display.shown.at(-1)}`,
    );
    felt += 1;
  };
  const types = async (text: string) => {
    await keyboard.press({ type: text });
    await feels(new RegExp(`^. ${text}$`));
    await keyboard.press('enter');
  };
  try {
    await display.connect();
    await finds(/Press s to have this menu read aloud\./);
    await feels(/^Press s to have this menu read aloud\.$/);
    await types('demo');
    await finds(/Search for demo\./);
    const image = await finds(/(\d+)\. Demo, signed/);
    await finds(/Type a number, or part of a name to search\./);
    await feels(/^Type a number. or part of a name to sear/);
    await types(image);
    const entry = await finds(/(\d+)\. live, /);
    await feels(/^Type a number. b goes back/);
    // Long enough for a few sentences about it.
    const path = `/${publication.fileName}`;
    guest.mirror.setFault({ kind: 'slow', path, bytesPerSecond: publication.bytes / 40 });
    await types(entry);
    const system = await finds(/(\d+)\. \[OK\] Live system/);
    await finds(/Type a number\. b goes back\./);
    await feels(/^Type a number. b goes back/);
    await types(system);
    await finds(/Now: Download into memory\./);
    await feels(/^Now. Download into memory/);
    await feels(figures);
    const first = display.shown.at(-1);
    await feels(new RegExp(`^(?!${first}$)${figures.source.slice(1)}`));
    return {
      ok: true,
      cells: ['', '', `${machine.elapsed.toFixed()} s`, `${felt} sentences in braille`],
    };
  } finally {
    await demo.close();
    await monitor.close();
    await display.close();
  }
}
