import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SpeechOptions } from '../../src/tui/speech/speech.ts';
import type { SpeechProblem, SpokenLine } from '../../src/tui/speech/voice.ts';
import { startTui } from '../../src/tui/start-tui.ts';
import { createFakeConsole, type FakeConsole } from '../helpers/fake-console.ts';
import { createFakeNetwork } from '../helpers/fake-network.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { keys } from '../helpers/tui-terminal.ts';

let leave = new AbortController();

afterEach(() => {
  leave.abort();
  leave = new AbortController();
});

/** What is heard: 'hush' where it was broken off. */
interface Heard {
  readonly console: FakeConsole;
  readonly lines: SpokenLine[];
  text(): string;
  tell(problem: SpeechProblem): void;
}

async function listen({
  wanted,
  card = Promise.resolve(),
  ticks = 1000,
}: {
  wanted: boolean;
  card?: Promise<void>;
  ticks?: number;
}): Promise<Heard> {
  const lines: SpokenLine[] = [];
  let tell: Heard['tell'] = () => {};
  const console = createFakeConsole({ ui: wanted ? 'line' : 'screen', rows: 60, columns: 100 });
  const speech: SpeechOptions = {
    wanted,
    beep: async () => {},
    async open(onProblem, { elsewhere }) {
      tell = onProblem;
      await card;
      if (elsewhere) lines.push({ text: 'the next device', language: 'en' });
      return {
        say: (said) => void lines.push(...said),
        hush: () => void lines.push({ text: 'hush', language: 'en' }),
      };
    },
  };
  const { promise: drawn, resolve } = Promise.withResolvers<void>();
  void startTui({
    session: createFakeSession({ ticks, tickMs: 1 }),
    consoles: [console.console],
    settings: { version: '0.1.0', leave: ['quit'] },
    actions: {},
    network: createFakeNetwork(),
    speech,
    onFirstFrame: resolve,
    signal: leave.signal,
  });
  await drawn;
  return {
    console,
    lines,
    text: () => lines.map(({ text }) => text).join('\n'),
    tell: (problem) => tell(problem),
  };
}

const hears = (heard: Heard, text: string | RegExp) =>
  vi.waitFor(() => expect(heard.text()).toMatch(text), { timeout: 15_000 });

describe('the menu read aloud', () => {
  it('goes by numbers from the first sentence to the start of a system', async () => {
    const heard = await listen({ wanted: true });
    await hears(heard, /Choose what to boot\./);
    heard.console.press('debian\r');
    await hears(heard, /1\. Debian Live, signed/);
    heard.console.press('1\r');
    await hears(heard, /Only these keys are accepted/);
    heard.console.press('1\r');
    await hears(heard, /1\. \[OK\] Live system/);
    heard.console.press('1\r');
    await hears(heard, /Verified\. Signed by Debian CD signing key/);
    await hears(heard, /Now: Start it\./);
    const progress = heard.lines.filter(({ text }) => /^\d+ %/.test(text));
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.length).toBeLessThanOrEqual(11);
    expect(heard.text()).not.toContain('Done: ');
  });

  it('falls silent at each key, and says what was typed', async () => {
    const heard = await listen({ wanted: true });
    await hears(heard, /Choose what to boot\./);
    heard.lines.length = 0;
    heard.console.press('d ');
    await hears(heard, /^hush\nd\nhush\nblank$/);
    heard.lines.length = 0;
    heard.console.press('\x7f');
    await hears(heard, /^hush\nblank$/);
  });

  it('says nothing of a passphrase', async () => {
    const heard = await listen({ wanted: true });
    heard.console.press('network\r1\r');
    await hears(heard, /3\. wlan0/);
    heard.console.press('3\r');
    await hears(heard, /1\. Home, WPA2/);
    heard.console.press('1\r');
    await hears(heard, /Passphrase/);
    heard.lines.length = 0;
    heard.console.press('correct horse\r');
    await hears(heard, /joined Home/);
    expect(heard.text()).toContain('star\nhush\nstar');
    expect(heard.text()).not.toMatch(/^[a-z]$|correct|horse/m);
  });

  it('changes its voice with the language', async () => {
    const heard = await listen({ wanted: true });
    heard.console.press('language\r1\r2\r');
    await hears(heard, /Sprache: Deutsch/);
    expect(heard.lines.at(-1)?.language).toBe('de');
  });

  it('comes up without a sound card, says so on the screen, and speaks once there is one', async () => {
    const { promise: card, resolve } = Promise.withResolvers<void>();
    const heard = await listen({ wanted: true, card });
    heard.tell({ kind: 'no-card' });
    await vi.waitFor(() => expect(heard.console.frame()).toContain('No sound card was found.'));
    heard.console.press('debian\r');
    await vi.waitFor(() => expect(heard.console.frame()).toContain('1. Debian Live, signed'));
    expect(heard.lines).toEqual([]);
    resolve();
    await hears(heard, /Search for debian\./);
  });

  it('goes on from the next loudspeaker if it is turned off and on again', async () => {
    const heard = await listen({ wanted: false });
    heard.console.press('s');
    await hears(heard, /Choose what to boot\./);
    await vi.waitFor(() => expect(heard.console.frame()).toContain('Type a number'));
    heard.console.press('\x1b[18~');
    await vi.waitFor(() => expect(heard.console.frame()).toContain('webboot: choose what to boot'));
    heard.lines.length = 0;
    heard.console.press('\x1b[18~');
    await hears(heard, /^the next device\n[\s\S]*Choose what to boot\.[\s\S]*Speech is on\./);
  });

  it('tells the reason on the screen if the synthesizer fails', async () => {
    const heard = await listen({ wanted: true });
    await hears(heard, /Choose what to boot\./);
    heard.tell({ kind: 'failed', reason: 'audio open error: \u001b[2JNo such device' });
    await vi.waitFor(() =>
      expect(heard.console.frame()).toMatch(/cannot be read aloud: audio open error: .*No such/),
    );
  });
});

describe('the offer to read the menu aloud', () => {
  it('is taken by the first key, which makes sentences of the screen', async () => {
    const heard = await listen({ wanted: false });
    expect(heard.console.frame()).toContain('Press s to have this menu read aloud.');
    heard.console.press('s');
    await hears(heard, /Choose what to boot\.[\s\S]*Speech is on\./);
    await vi.waitFor(() => expect(heard.console.frame()).toContain('Type a number'));
    heard.console.press('speech\r1\r');
    await vi.waitFor(() => expect(heard.console.frame()).toContain('webboot: choose what to boot'));
    heard.lines.length = 0;
    heard.console.press('d');
    await vi.waitFor(() => expect(heard.console.frame()).toContain('Search: speechd'));
    expect(heard.lines).toEqual([]);
  });

  it('is over with any other key: then s is a letter, and F7 reads aloud', async () => {
    const heard = await listen({ wanted: false });
    heard.console.press('deb');
    await vi.waitFor(() => expect(heard.console.frame()).toContain('Search: deb'));
    expect(heard.console.frame()).not.toContain('Press s');
    heard.console.press('s');
    await vi.waitFor(() => expect(heard.console.frame()).toContain('Search: debs'));
    heard.console.press(`${keys.escape}`);
    await vi.waitFor(() => expect(heard.console.frame()).not.toContain('debs'));
    heard.console.press('\x1b[18~');
    await hears(heard, /Speech is on\./);
  });
});
