import { describe, expect, it } from 'vitest';
import { createVoice, type Utterance } from '../../../../src/linux/speech/voice.ts';

/** Says nothing by itself: a test ends each line. */
function createFakeSynthesizer() {
  const begun: string[] = [];
  const stopped: string[] = [];
  const problems: string[] = [];
  let end: (problem?: string) => void = () => {};
  const voice = createVoice({
    speak: (line, language): Utterance => {
      begun.push(`${language} ${line}`);
      const { promise, resolve } = Promise.withResolvers<string | undefined>();
      end = resolve;
      return { ended: promise, stop: () => stopped.push(line) };
    },
    onLine: () => {},
    onProblem: (reason) => problems.push(reason),
  });
  return {
    voice,
    begun,
    stopped,
    problems,
    say: (...texts: readonly string[]) =>
      voice.say(texts.map((text) => ({ text, language: 'en' as const }))),
    async end(problem?: string) {
      end(problem);
      await new Promise(setImmediate);
    },
  };
}

describe('the voice', () => {
  it('says one line after another, each in its language', async () => {
    const { voice, begun, end } = createFakeSynthesizer();
    voice.say([
      { text: 'Hello', language: 'en' },
      { text: 'Guten Tag', language: 'de' },
    ]);
    expect(begun).toEqual(['en Hello']);
    await end();
    expect(begun).toEqual(['en Hello', 'de Guten Tag']);
  });

  it('is silent at once, and begins anew only when nothing of the old line runs', async () => {
    const { voice, begun, stopped, say, end } = createFakeSynthesizer();
    say('one', 'two');
    voice.hush();
    say('three');
    expect(stopped).toEqual(['one']);
    expect(begun).toEqual(['en one']);
    await end('status 137');
    expect(begun).toEqual(['en one', 'en three']);
  });

  it('takes being interrupted for no problem', async () => {
    const { voice, problems, say, end } = createFakeSynthesizer();
    say('one');
    voice.hush();
    await end('status 137');
    expect(problems).toEqual([]);
  });

  it('tells a problem once, until it has spoken again', async () => {
    const { problems, say, end } = createFakeSynthesizer();
    say('a', 'b', 'c', 'd');
    await end('no such device');
    await end('no such device');
    await end();
    await end('busy');
    expect(problems).toEqual(['no such device', 'busy']);
  });

  it('drops how far something was for how far it is now', async () => {
    const { voice, begun, say, end } = createFakeSynthesizer();
    say('talking');
    voice.say([{ text: '10 percent', language: 'en', passing: true }]);
    say('Verified');
    voice.say([{ text: '20 percent', language: 'en', passing: true }]);
    for (let line = 0; line < 4; line += 1) await end();
    expect(begun).toEqual(['en talking', 'en Verified', 'en 20 percent']);
  });

  it('keeps no more than a page of what it is behind with', async () => {
    const { begun, say, end } = createFakeSynthesizer();
    say('first');
    say(...Array.from({ length: 10_000 }, (_, at) => `line ${at}`));
    for (let line = 0; line < 300; line += 1) await end();
    expect(begun).toHaveLength(201);
    expect(begun.at(-1)).toBe('en line 9999');
  });

  it('finishes what it has to say before the jump', async () => {
    const { voice, begun, say, end } = createFakeSynthesizer();
    say('one', 'two');
    let isFinished = false;
    const finished = voice.finish(60_000).then(() => {
      isFinished = true;
    });
    await end();
    expect(isFinished).toBe(false);
    await end();
    await finished;
    expect(begun).toHaveLength(2);
  });

  it('does not wait for a sound card that hangs', async () => {
    const { voice, stopped, say } = createFakeSynthesizer();
    say('one', 'two');
    await voice.finish(10);
    expect(stopped).toEqual(['one']);
    await createFakeSynthesizer().voice.finish(60_000);
  });
});
