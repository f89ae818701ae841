import { startDemo } from '../helpers/demo.ts';
import { createSoundRecorder, type SoundCard } from '../helpers/sound-recorder.ts';
import type { SoakCase } from './cases.ts';
import { limit, untilHeard } from './speech-limits.ts';

/** A case for each card that is not Intel HD Audio, which the other cases have. QEMU's AC'97 starts muted, as real cards do. */
export const cardCases: readonly SoakCase[] = (['ac97', 'es1370', 'usb'] as const).map((card) => ({
  name: `card-${card}`,
  run: (watch) => hearFirstSentence(card, watch),
}));

async function hearFirstSentence(card: SoundCard, watch: (machine: { log: string }) => void) {
  const recorder = await createSoundRecorder(card);
  const demo = await startDemo({
    image: { accessibility: true, flavour: 'generic' },
    cmdline: 'webboot.speech=yes webboot.debug printk.devkmsg=on',
    hardware: recorder.arguments,
  });
  const { machine } = demo;
  watch(machine);
  try {
    const { text } = await machine.waitFor(/says: Choose what to boot\./, limit);
    await untilHeard(recorder, text);
    const sentences = machine.log.match(/says: /g)?.length ?? 0;
    return {
      ok: true,
      cells: [sentences, '', `${machine.elapsed.toFixed()} s`, 'the first sentence'],
    };
  } finally {
    await demo.close();
    await recorder.close();
  }
}
