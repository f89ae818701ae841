import { describe, expect, it } from 'vitest';
import {
  deviceSettings,
  findDevices,
  waitForDevices,
} from '../../../../src/linux/speech/sound-card.ts';

describe('the sound card', () => {
  it('is the first that plays: sockets of analog sound, then digital ones, and monitors last', () => {
    const list = [
      '00-03: HDMI 0 : HDMI 0 : playback 1',
      '01-01: ALC887-VD Digital : ALC887-VD Digital : playback 1',
      '01-02: ALC887-VD Alt Analog : ALC887-VD Alt Analog : capture 1',
      '01-00: ALC887-VD Analog : ALC887-VD Analog : playback 1 : capture 1',
      '02-00: USB Audio : USB Audio : playback 1',
    ].join('\n');
    expect(findDevices(list)).toEqual([
      { card: 1, device: 0 },
      { card: 2, device: 0 },
      { card: 1, device: 1 },
      { card: 0, device: 3 },
    ]);
  });

  it('is none in a list that makes no sense', () => {
    expect(findDevices('')).toEqual([]);
    expect(findDevices('-1-99999999: x : playback 1\n00-00 playback 1')).toEqual([]);
  });

  it('is opened directly, so that a program that was ended leaves nothing behind', () => {
    expect(deviceSettings({ card: 1, device: 3 })).toContain('{ type hw card 1 device 3 }');
  });

  const loaded = async () => true;
  const loudspeaker = { card: 0, device: 0 };

  it('may come late: that is told once, and the menu speaks then', async () => {
    let looks = 0;
    let missing = 0;
    const read = async () => {
      looks += 1;
      return looks > 4 ? [loudspeaker] : [];
    };
    const devices = await waitForDevices({ patienceMs: 500, read, areLoaded: loaded }, () => {
      missing += 1;
    });
    expect(devices).toEqual([loudspeaker]);
    expect(missing).toBe(1);
  });

  it('is not the first that came, a monitor perhaps, while drivers are being loaded', async () => {
    const monitor = { card: 1, device: 3 };
    let looks = 0;
    const devices = await waitForDevices(
      {
        patienceMs: 0,
        read: async () => {
          looks += 1;
          return looks < 3 ? [monitor] : [loudspeaker, monitor];
        },
        areLoaded: async () => looks >= 3,
      },
      () => {},
    );
    expect(devices).toEqual([loudspeaker, monitor]);
  });

  it('is taken if drivers take long', async () => {
    const wait = { patienceMs: 0, read: async () => [loudspeaker], areLoaded: async () => false };
    expect(await waitForDevices(wait, () => {})).toEqual([loudspeaker]);
    const signal = AbortSignal.abort();
    expect(await waitForDevices({ ...wait, signal }, () => {})).toEqual([loudspeaker]);
  });

  it('is not waited for by a tone that means nothing by then', async () => {
    const signal = AbortSignal.timeout(20);
    const read = async () => [];
    const wait = { patienceMs: 0, signal, read, areLoaded: loaded };
    await expect(waitForDevices(wait, () => {})).rejects.toThrow();
  });
});
