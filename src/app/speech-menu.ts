import type { Settings } from '../core/settings/settings.ts';
import { kernelLog } from '../linux/consoles.ts';
import { canSpeak } from '../linux/speech/installed.ts';
import type { SoundDevice, SoundDevices } from '../linux/speech/sound-card.ts';
import type { SoundOutput } from '../linux/speech/sound-output.ts';
import type { QueuedVoice } from '../linux/speech/voice.ts';
import type { Machine } from '../ports/machine.ts';
import type { SpeechOptions } from '../tui/speech/speech.ts';

/** An image that can read its menu aloud. */
export interface ImageSpeech {
  readonly options: SpeechOptions;
  /** That machine, whose jump waits until the last sentence is said. */
  outspoken(machine: Machine): Machine;
}

/** Drivers come up after the menu; a card that is not there by then will hardly come by itself. */
const patienceMs = 20_000;
/** A tone that comes later means nothing. */
const beepMs = 15_000;
const lastWordsMs = 20_000;

/** Undefined in an image without a synthesizer. */
export function openSpeech(
  { speech }: Pick<Settings, 'speech'>,
  onProblem: (text: string) => void,
): ImageSpeech | undefined {
  if (canSpeak()) return imageSpeech(speech === 'yes');
  if (speech === 'yes') {
    onProblem(
      'webboot.speech=yes: this image cannot speak, and shows line mode. Build one with npm run image -- --accessibility.',
    );
  }
  return undefined;
}

/** Nothing of it is loaded before the menu's first frame. */
function imageSpeech(wanted: boolean): ImageSpeech {
  let voice: QueuedVoice | undefined;
  let number = 0;
  let end = () => {};
  return {
    options: {
      wanted,
      async open(onProblem, { elsewhere }) {
        const { createSpeak } = await import('../linux/speech/espeakup.ts');
        const { createVoice } = await import('../linux/speech/voice.ts');
        const devices = await findDevices({ patienceMs }, () => onProblem({ kind: 'no-card' }));
        if (elsewhere) number += 1;
        const output = await openOutput(devices[number % devices.length] ?? devices[0]);
        end();
        const synthesizer = createSpeak(output);
        ({ end } = synthesizer);
        voice = createVoice({
          speak: synthesizer.speak,
          onLine: (line) => void kernelLog(`says: ${line}`),
          onProblem: (reason) => {
            void kernelLog(`speech: ${reason}`);
            onProblem({ kind: 'failed', reason });
          },
        });
        return voice;
      },
      async beep() {
        const { beep } = await import('../linux/speech/sound-output.ts');
        const signal = AbortSignal.timeout(beepMs);
        const devices = await findDevices({ patienceMs, signal }, () => {}).catch(() => []);
        // Nobody knows which one is heard.
        await Promise.all(devices.map(async (device) => beep(await openOutput(device))));
      },
    },
    outspoken: (machine) => ({
      ...machine,
      async *quiesce() {
        await voice?.finish(lastWordsMs);
        yield* machine.quiesce();
      },
    }),
  };
}

async function findDevices(
  options: { readonly patienceMs: number; readonly signal?: AbortSignal },
  onMissing: () => void,
): Promise<SoundDevices> {
  const { waitForDevices } = await import('../linux/speech/sound-card.ts');
  return waitForDevices(options, onMissing);
}

async function openOutput(device: SoundDevice): Promise<SoundOutput> {
  const { openSoundOutput } = await import('../linux/speech/sound-output.ts');
  return openSoundOutput(device);
}
