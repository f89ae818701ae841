import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { LanguageCode } from '../../core/languages/languages.ts';
import { printable } from '../../core/printable.ts';
import type { SoundOutput } from './sound-output.ts';
import type { Speak, Utterance } from './voice.ts';

/** As espeak-ng calls its voices; the image has the data of these (tools/image/accessibility.ts). */
const voices: Readonly<Record<LanguageCode, string>> = { en: 'en-us', de: 'de' };

/**
 * espeakup reads lines from its standard input (--acsint): a 0x18 is silence at once, and after 0x01 NUMBER `i` it
 * writes that number as one byte when all before it has been said (softsynth.c of espeakup).
 */
const silence = '\x18';
const mark = (number: number) => `\x01${number}i`;
const marks = 255;

/** A line of 240 characters takes some 20 s. A driver that hangs must not keep the next one. */
const lineMs = 60_000;

type EspeakupProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** espeak-ng as a process that stays, one for the language that is spoken; it is started again when it has ended. */
export function createSpeak({ env }: SoundOutput): {
  readonly speak: Speak;
  /** Ends it, and so gives the sound card back. */
  readonly end: () => void;
} {
  let resident: Resident | undefined;
  return {
    speak(line, language) {
      if (resident?.language !== language || resident.isGone) {
        resident?.end();
        resident = startResident(language, env);
      }
      return resident.say(line);
    },
    end: () => resident?.end(),
  };
}

interface Resident {
  readonly language: LanguageCode;
  readonly isGone: boolean;
  say(line: string): Utterance;
  end(): void;
}

function startResident(language: LanguageCode, env: SoundOutput['env']): Resident {
  const child: EspeakupProcess = spawn('espeakup', ['--acsint', '-V', voices[language]], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let number = 0;
  let isGone = false;
  let settle: (problem?: string) => void = () => {};

  child.stdout.on('data', (bytes: Uint8Array) => {
    if (bytes.includes(number)) settle();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    // Of the sound library; before it stand a dozen lines of how it came to that.
    const [, problem] = /^error: (.{1,200})/m.exec(text) ?? [];
    if (problem !== undefined) settle(printable(problem));
  });
  // Whatever ended it, `close` tells.
  child.stdin.on('error', () => {});
  child.once('error', ({ message }) => {
    isGone = true;
    settle(message);
  });
  child.once('close', (code, signal) => {
    isGone = true;
    settle(`espeakup ended with ${signal ?? `status ${code}`}`);
  });

  return {
    language,
    get isGone() {
      return isGone;
    },
    say(line) {
      number = (number % marks) + 1;
      const { promise: ended, resolve } = Promise.withResolvers<string | undefined>();
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        settle('the sound card takes no sound');
      }, lineMs);
      settle = (problem) => {
        clearTimeout(timer);
        resolve(problem);
      };
      child.stdin.write(`${escaped(line)}\n${mark(number)}`);
      return {
        ended,
        stop() {
          child.stdin.write(silence);
          settle();
        },
      };
    },
    end() {
      child.kill('SIGKILL');
    },
  };
}

/** Lines are SSML to it, in which nothing else of what comes here means anything (spoken-text.ts). */
function escaped(line: string): string {
  return line.replaceAll('&', '&amp;');
}
