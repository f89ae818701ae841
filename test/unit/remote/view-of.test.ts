import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../src/remote/view-of.ts';
import { screenKinds } from '../../helpers/screens.ts';
import { atEntries, keysOf, play, stateOf } from '../../helpers/tui-state.ts';

const plain = (text: string) => text;

describe('what the page shows', () => {
  it('is the list of systems with the words of the menu, and no shell', () => {
    const view = viewOf(stateOf(), plain);
    expect(view.title).toBe('Choose what to boot');
    expect(view.search).toBe('');
    expect(view.rows.find(({ name }) => name === 'Tiny Core Linux')?.note).toBe(
      'UNVERIFIED, A desktop in 25 MB',
    );
    expect(view.canGoBack).toBe(false);
  });

  it('has the verdict of each entry, and its command line to edit', async () => {
    const view = viewOf(await atEntries(), plain);
    expect(view.rows.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'warning', 'blocked']);
    expect(view.rows[0]?.commands).toEqual([{ command: 'edit', label: 'Edit command line' }]);
    expect(view.submit).toBeUndefined();
  });

  it('never has a passphrase that was typed on the machine', () => {
    const asked = play(stateOf(), [
      ...keysOf('f3'),
      { type: 'verb', verb: { verb: 'choose', row: 2 } },
      {
        type: 'network',
        snapshot: {
          interfaces: stateOf().network?.interfaces ?? [],
          summary: { kind: 'none' },
          wifi: { wlan0: [{ ssid: 'Home', signalPercent: 80, security: 'wpa2-psk' }] },
        },
      },
      { type: 'verb', verb: { verb: 'choose', row: 0 } },
      ...keysOf({ type: 'correct horse' }),
    ]);
    const view = viewOf(asked.state, plain);
    expect(view.fields).toEqual([
      { name: 'passphrase', label: 'Passphrase', text: '', hidden: true },
    ]);
    expect(view.submit).toEqual({ label: 'Join', command: 'submit' });
    expect(JSON.stringify(view)).not.toContain('correct');
  });

  it('names screens and rows without what is in their addresses', () => {
    const address = 'https://me:secret@example.org/x.iso';
    const view = viewOf(stateOf({ recent: [address] }), () => 'opaque');
    expect(view.rows[0]?.key).toBe('opaque');
    expect(JSON.stringify(view)).not.toContain('secret');
  });

  it('is the same screen whatever is typed or marked there, and another one after a choice', () => {
    const names = [stateOf(), play(stateOf(), keysOf({ type: 'deb' }, 'down')).state].map(
      (state) => viewOf(state, plain).screen,
    );
    expect(names[0]).toBe(names[1]);
    expect(viewOf(play(stateOf(), keysOf('enter')).state, plain).screen).not.toBe(names[0]);
  });

  it('has no control character, whatever an image or a network is called', async () => {
    const state = await atEntries();
    const image = state.image && {
      ...state.image,
      rows: state.image.rows.map((row) => ({
        ...row,
        entry: { ...row.entry, title: 'a\x1b[2J\u202eb\nc' },
      })),
    };
    expect(viewOf({ ...state, image }, plain).rows[0]?.name).toBe('a\ufffd[2J\ufffdb c');
  });

  it.each(screenKinds)(
    'has a title and a way on or back for the screen %s',
    async (kind, screen) => {
      const state = { ...(await atEntries()), screens: [stateOf().screens[0], screen] as const };
      const view = viewOf(state, plain);
      expect(view.kind).toBe(kind);
      expect(view.title).not.toBe('');
      expect(view.canGoBack).toBe(true);
    },
  );
});
