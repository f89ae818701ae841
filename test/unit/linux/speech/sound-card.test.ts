import { describe, expect, it } from 'vitest';
import {
  deviceSettings,
  findDevice,
  waitForDevice,
} from '../../../../src/linux/speech/sound-card.ts';

describe('the sound card', () => {
  it('is the first that plays', () => {
    const list = [
      '00-01: ALC887-VD Digital : ALC887-VD Digital : capture 1',
      '00-02: ALC887-VD Analog : ALC887-VD Analog : playback 1 : capture 1',
      '01-00: USB Audio : USB Audio : playback 1',
    ].join('\n');
    expect(findDevice(list)).toEqual({ card: 0, device: 2 });
  });

  it('is a monitor only if there is nothing else', () => {
    const monitor = '00-03: HDMI 0 : HDMI 0 : playback 1';
    expect(findDevice(`${monitor}\n01-00: USB Audio : USB Audio : playback 1\n`)).toEqual({
      card: 1,
      device: 0,
    });
    expect(findDevice(monitor)).toEqual({ card: 0, device: 3 });
  });

  it('is none in a list that makes no sense', () => {
    expect(findDevice('')).toBeUndefined();
    expect(findDevice('-1-99999999: x : playback 1\n00-00 playback 1')).toBeUndefined();
  });

  it('is opened directly, so that a program that was ended leaves nothing behind', () => {
    expect(deviceSettings({ card: 1, device: 3 })).toContain('{ type hw card 1 device 3 }');
  });

  it('may come late: that is told once, and the menu speaks then', async () => {
    let looks = 0;
    let missing = 0;
    const device = await waitForDevice(
      { patienceMs: 500 },
      () => {
        missing += 1;
      },
      async () => {
        looks += 1;
        return looks > 4 ? { card: 0, device: 0 } : undefined;
      },
    );
    expect(device).toEqual({ card: 0, device: 0 });
    expect(missing).toBe(1);
  });

  it('is not waited for by a tone that means nothing by then', async () => {
    const waiting = waitForDevice(
      { patienceMs: 0, signal: AbortSignal.timeout(20) },
      () => {},
      async () => undefined,
    );
    await expect(waiting).rejects.toThrow();
  });
});
