import { describe, expect, it } from 'vitest';
import { makeAudible, outputControls } from '../../../../src/linux/speech/sound-mixer.ts';

const control = (name: string, capabilities: string, index = 0) =>
  [
    `Simple mixer control '${name}',${index}`,
    `  Capabilities: ${capabilities}`,
    '  Playback channels: Front Left - Front Right',
    '  Limits: Playback 0 - 31',
    '  Front Left: Playback 0 [0%] [-46.50dB] [off]',
    '',
  ].join('\n');

describe('the controls of a sound card that are turned up', () => {
  it('are those with a volume for playback, whatever a USB device calls them', () => {
    const list = [
      control('Master', 'pvolume pswitch pswitch-joined'),
      control('Headset Earpiece', 'pvolume pvolume-joined pswitch'),
      control('Headphone', 'pvolume pswitch', 1),
      control('Wireless 2', 'volume volume-joined'),
    ].join('');
    expect(outputControls(list)).toEqual([
      ...['Master,0', 'Headset Earpiece,0', 'Headphone,1', 'Wireless 2,0'],
    ]);
  });

  it('are outputs that can only be muted, too', () => {
    expect(outputControls(control('Speaker', 'pswitch'))).toEqual(['Speaker,0']);
  });

  it.each([
    ...['Mic', 'Front Mic', 'Internal Mic Boost', 'Line', 'CD', 'Aux', 'Phone', 'Beep'],
    ...['PC Speaker', 'Sidetone', 'Loopback', 'Capture', 'Bass', '3D Control - Wide', 'Tone'],
  ])('are not %s, by which noise, the room or a coloured sound is heard', (name) => {
    expect(outputControls(control(name, 'pvolume pswitch'))).toEqual([]);
  });

  it('are not unknown switches, such as one that turns loudspeakers off while a plug is in', () => {
    expect(outputControls(control('Headphone Jack Sense', 'pswitch'))).toEqual([]);
    expect(outputControls(control('Auto-Mute Mode', 'enum'))).toEqual([]);
    expect(outputControls(control('ADC Gain', 'cvolume cswitch'))).toEqual([]);
  });

  it('have plain names and are few, whatever a device says', () => {
    for (const name of ['-c9', '--help', 'a\x1b[2J', 'a,b', '$(reboot)', 'x'.repeat(60), '']) {
      expect(outputControls(control(name, 'pvolume'))).toEqual([]);
    }
    const many = Array.from({ length: 100 }, (_, number) => control(`Out ${number}`, 'pvolume'));
    expect(outputControls(many.join(''))).toHaveLength(32);
    expect(outputControls('Unable to find simple control')).toEqual([]);
  });

  it('are unmuted and set to 80 %, each on its card', async () => {
    const asked: string[] = [];
    await makeAudible(2, async (command, args) => {
      asked.push([command, ...args].join(' '));
      return { exitCode: 0, stdout: control('Master', 'pvolume pswitch'), stderr: '' };
    });
    expect(asked).toEqual(['amixer -c 2 scontents', 'amixer -q -c 2 sset Master,0 80% unmute']);
  });
});
