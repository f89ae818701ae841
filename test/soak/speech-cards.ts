import { setTimeout as sleep } from 'node:timers/promises';
import { startDemo } from '../helpers/demo.ts';
import { createSoundRecorder, type SoundCard } from '../helpers/sound-recorder.ts';
import type { SoakCase } from './cases.ts';
import { audible, limit, until, untilHeard } from './speech-limits.ts';

/** A case for each card that is not Intel HD Audio, which the other cases have. QEMU's AC'97 starts muted, as real cards do. */
export const cardCases: readonly SoakCase[] = [
  ...(['ac97', 'es1370', 'usb'] as const).map((card) => ({
    name: `card-${card}`,
    run: (watch: Watch) => hearFirstSentence(card, watch),
  })),
  { name: 'two-cards', run: findTheRightCard },
];

/** As a terminal sends it. */
const f7 = '\x1b[18~';

/** Until the tones are over, however slow the machine is. */
const tonesMs = 5_000;

type Watch = (machine: { readonly log: string }) => void;

const image = { accessibility: true, flavour: 'generic' } as const;

async function hearFirstSentence(card: SoundCard, watch: Watch) {
  const recorder = await createSoundRecorder(card);
  const demo = await startDemo({
    image,
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

/** Both cards have the tones; one speaks; after F7 twice the other one does. */
async function findTheRightCard(watch: Watch) {
  const recorders = [
    await createSoundRecorder('hda', 'first'),
    await createSoundRecorder('ac97', 'second'),
  ];
  const hearAll = () => Promise.all(recorders.map((recorder) => recorder.loudness()));
  const demo = await startDemo({
    image,
    cmdline: 'webboot.debug printk.devkmsg=on',
    hardware: recorders.flatMap((recorder) => recorder.arguments),
  });
  const { machine } = demo;
  watch(machine);
  try {
    await Promise.all(recorders.map((recorder) => untilHeard(recorder, 'the tones')));
    await sleep(tonesMs);
    await hearAll();
    machine.send('s');
    await machine.waitFor(/says: Choose what to boot\./, limit);
    let loud = -1;
    await until(
      async () => {
        loud = (await hearAll()).findIndex((loudness) => loudness > audible);
        return loud !== -1;
      },
      () => 'no card speaks',
    );
    const { end } = await machine.waitFor(/Type a number, or part/, limit);
    machine.send(f7);
    await machine.waitFor(/webboot: choose what to boot/, { ...limit, from: end });
    await hearAll();
    machine.send(f7);
    const other = recorders[1 - loud];
    if (other === undefined) throw new Error('there are two cards');
    await untilHeard(other, 'the other card');
    return { ok: true, cells: ['', '', `${machine.elapsed.toFixed()} s`, 'both cards'] };
  } finally {
    await demo.close();
    await Promise.all(recorders.map((recorder) => recorder.close()));
  }
}
