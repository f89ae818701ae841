import { parseArgs } from 'node:util';
import { bootRecordBytes } from '../../src/core/memory-map.ts';
import { readBootRecord } from '../../src/formats/boot-record.ts';
import { demoId } from '../../tools/demo/row.ts';
import { runInLiveSystem, startDemo } from '../helpers/demo.ts';

/** What the live system tells of itself. */
interface Boot {
  readonly seconds: number;
  readonly sameImage: boolean;
  /** Of the running kernel, as the processor sees it. */
  readonly kernelAddress: string;
  readonly cmdline: string;
  readonly recordReadable: boolean;
}

/** A record has some kilobytes; the serial line is slow. */
const recordStart = 16 * 1024;

/**
 * `[--rounds N]`: boots the demo again and again; its kernel is at another address each time, the
 * ISO arrives unchanged, and the record of the boot behind it. Returns the exit status.
 */
export async function soakKexec(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { rounds: { type: 'string', default: '20' } },
  });
  const boots: Boot[] = [];
  console.log('| boot | seconds | ISO | record | kernel at |\n|---|---|---|---|---|');
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const boot = await bootOnce();
    boots.push(boot);
    const { seconds, sameImage, kernelAddress, recordReadable } = boot;
    const cells = [round, Math.round(seconds), sameImage, recordReadable, kernelAddress];
    console.log(`| ${cells.join(' | ')} |`);
  }
  const addresses = new Set(boots.map(({ kernelAddress }) => kernelAddress));
  console.log(`${boots.length} boots, the kernel at ${addresses.size} addresses`);
  const good = boots.every(
    ({ sameImage, recordReadable, cmdline }) =>
      sameImage && recordReadable && !cmdline.includes('nokaslr'),
  );
  // 512 places: the same one twice in a few boots is no fault, always the same one is.
  return good && (boots.length === 1 || addresses.size > 1) ? 0 : 1;
}

async function bootOnce(): Promise<Boot> {
  const demo = await startDemo({ cmdline: `webboot.auto webboot.distro=${demoId}` });
  try {
    const { bytes, sha256 } = demo.publication;
    const output = await runInLiveSystem(
      demo.machine,
      [
        `head -c ${bytes} /dev/pmem0 | sha256sum`,
        "grep -m1 ' _text$' /proc/kallsyms",
        'cat /proc/cmdline',
        `tail -c ${bootRecordBytes} /dev/pmem0 | head -c ${recordStart} | base64 -w 0; echo`,
      ].join('; '),
      { user: 'root' },
    );
    const [, kernelAddress = ''] = /^([0-9a-f]{16}) \S _text$/m.exec(output) ?? [];
    return {
      seconds: demo.machine.elapsed,
      sameImage: output.includes(`${sha256}  -`),
      kernelAddress,
      cmdline: /^.*memmap=.*$/m.exec(output)?.[0] ?? '',
      recordReadable: isRecord(/^[A-Za-z0-9+/]{1000,}=*$/m.exec(output)?.[0] ?? ''),
    };
  } finally {
    await demo.close();
  }
}

function isRecord(base64: string): boolean {
  const text = readBootRecord(Buffer.from(base64, 'base64'));
  return text !== undefined && JSON.parse(text).image.id.startsWith(demoId);
}
