import { run } from '../run.ts';

/** What drivers call the ways to loudspeakers and headphones, of which some can only be muted. */
const outputs = [
  ...['Master', 'PCM', 'Speaker', 'Headphone', 'Front', 'Line Out', 'Digital', 'Wave'],
  ...['Master Mono', 'DAC', 'Bass Speaker'],
];

/** What is heard by these is noise, the room itself, or a coloured sound. */
const others = [
  /\b(?:mic|mike|microphone|capture|cd|aux|video|phone|fm|adc|input|loopback|sidetone|mix)\b/i,
  /\b(?:beep|pc speaker|boost|3d control|tone|bass|treble)\b/i,
  /^line(?: in)?$/i,
];

/** USB devices name their controls themselves: plain words only, and none that is an option. */
const plainName = /^[A-Za-z0-9][A-Za-z0-9 .+/-]{0,43}$/;
const mostControls = 32;
const amixerMs = 2000;

/**
 * The controls between a card's sound and its sockets, as `amixer scontents` lists them: those with a volume for
 * playback, and those that are known as outputs. Switches that are not known stay as they are: some turn
 * loudspeakers off while a plug is in.
 */
export function outputControls(list: string): readonly string[] {
  const controls = list.split(/^Simple mixer control /m).flatMap((text) => {
    const [, name = '', index] = /^'([^']+)',(\d{1,2})\n/.exec(text) ?? [];
    const capabilities = /^ {2}Capabilities: (.*)$/m.exec(text)?.[1]?.split(' ') ?? [];
    const hasVolume = capabilities.some((one) => /^p?volume(?:-joined)?$/.test(one));
    const isOther = others.some((other) => other.test(name));
    const isOutput = outputs.includes(name) || (hasVolume && !isOther);
    return isOutput && plainName.test(name) ? [`${name},${index}`] : [];
  });
  return controls.slice(0, mostControls);
}

/** Cards start muted, most of them: unmutes a card's outputs, and sets them to 80 %. */
export async function makeAudible(card: number, runTool = run): Promise<void> {
  const onCard = ['-c', String(card)];
  const listed = await runTool('amixer', [...onCard, 'scontents'], { timeoutMs: amixerMs });
  for (const control of outputControls(listed.stdout)) {
    const args = ['-q', ...onCard, 'sset', control, '80%', 'unmute'];
    await runTool('amixer', args, { timeoutMs: amixerMs });
  }
}
