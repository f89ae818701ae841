import type { Settings } from '../core/settings/settings.ts';
import { kernelLog } from '../linux/consoles.ts';
import { canSpeak } from '../linux/speech/installed.ts';
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
  return {
    options: {
      wanted,
      async open(onProblem) {
        const { createSpeak } = await import('../linux/speech/espeakup.ts');
        const { createVoice } = await import('../linux/speech/voice.ts');
        const output = await openOutput({ patienceMs }, () => onProblem({ kind: 'no-card' }));
        voice = createVoice({
          speak: createSpeak(output),
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
        const output = await openOutput({ patienceMs, signal }, () => {}).catch(() => undefined);
        if (output !== undefined) await beep(output);
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

async function openOutput(
  options: { readonly patienceMs: number; readonly signal?: AbortSignal },
  onMissing: () => void,
): Promise<SoundOutput> {
  const { waitForDevice } = await import('../linux/speech/sound-card.ts');
  const { openSoundOutput } = await import('../linux/speech/sound-output.ts');
  return openSoundOutput(await waitForDevice(options, onMissing));
}
