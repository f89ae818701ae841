import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSpeak } from '../../../../src/linux/speech/espeakup.ts';

let folder = '';
const path = process.env.PATH;
const output = { env: { ALSA_CONFIG_PATH: 'the card' } };
const { speak } = createSpeak(output);

/** A stand-in that notes what comes in, and how it was called. */
async function program(body: string): Promise<void> {
  const file = join(folder, 'espeakup');
  const source = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const note = (text) => appendFileSync(${JSON.stringify(join(folder, 'notes'))}, text);
note([...process.argv.slice(2), process.env.ALSA_CONFIG_PATH].join(' ') + '\\n');
process.stdin.setEncoding('utf8').on('data', (text) => { note(text); heard(text); });
${body}
`;
  await writeFile(file, source);
  await chmod(file, 0o755);
}
const notes = () => readFile(join(folder, 'notes'), 'utf8').catch(() => '');

/** Says each line at once. */
const quick = `const heard = (text) => {
  for (const [, number] of text.matchAll(/\\x01(\\d+)i/g)) process.stdout.write(Buffer.from([number]));
};`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-espeakup-'));
  process.env.PATH = `${folder}${delimiter}${path}`;
});
afterEach(async () => {
  // Whatever runs ends when the next language is spoken.
  process.env.PATH = path;
  await rm(folder, { recursive: true, force: true });
});

describe('the synthesizer', () => {
  it('is one process for a language, with the sound card that was found', async () => {
    await program(quick);
    expect(await speak('Choose', 'en').ended).toBeUndefined();
    expect(await speak('AT&T', 'en').ended).toBeUndefined();
    expect(await speak('Wähle', 'de').ended).toBeUndefined();
    expect(await notes()).toBe(
      '--acsint -V en-us the card\nChoose\n\x011iAT&amp;T\n\x012i--acsint -V de the card\nWähle\n\x011i',
    );
  });

  it('is silent when it is told to, and ready for the next line', async () => {
    await program('const heard = () => {};');
    const long = speak('a long line', 'en');
    await expect.poll(notes, { timeout: 15_000 }).toContain('a long line');
    long.stop();
    expect(await long.ended).toBeUndefined();
    const next = speak('next', 'en');
    await expect.poll(notes, { timeout: 15_000 }).toMatch(/\x18next\n/);
    next.stop();
  });

  it('says why nothing is heard, in one line that no terminal obeys', async () => {
    await program(
      `const heard = () => process.stderr.write('ALSA lib pcm.c: Unknown PCM\\nerror: No such \\x1b[2Jfile\\n');`,
    );
    expect(await speak('x', 'de').ended).toMatch(/^No such .\[2Jfile$/);
  });

  it('is started again after it has ended', async () => {
    await program('const heard = () => process.exit(3);');
    expect(await speak('x', 'en').ended).toBe('espeakup ended with status 3');
    await program(quick);
    expect(await speak('y', 'en').ended).toBeUndefined();
  });

  it('gives the sound card back when it is ended', async () => {
    await program('const heard = () => {};');
    const own = createSpeak(output);
    const line = own.speak('z', 'en');
    await expect.poll(notes, { timeout: 15_000 }).toContain('z');
    own.end();
    expect(await line.ended).toBe('espeakup ended with SIGKILL');
  });

  it('is missed where it is not installed', async () => {
    process.env.PATH = folder;
    expect(await speak('x', 'de').ended).toMatch(/ENOENT/);
  });
});
