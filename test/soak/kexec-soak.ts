import { bootRecordBytes } from '../../src/core/machine/memory-map.ts';
import { readBootRecord } from '../../src/formats/boot-record.ts';
import { demoId } from '../../tools/demo/row.ts';
import { startDemo } from '../helpers/demo.ts';
import { runCases, type Soak, type SoakCase } from './cases.ts';

const boots = 20;
/** A record has some kilobytes; the serial line is slow. */
const recordStart = 16 * 1024;
const limit = { timeoutMs: 400_000 };

/** The live system's own root and shell, without the services, which a login would wait for. */
const cmdline = `webboot.auto webboot.distro=${demoId} "webboot.append=quiet init=/bin/sh"`;

const bootOnce: SoakCase['run'] = async (watch) => {
  const demo = await startDemo({ cmdline, inTurns: true });
  const { machine } = demo;
  try {
    watch(machine);
    const { bytes, sha256 } = demo.publication;
    const questions = [
      `head -c ${bytes} /dev/pmem0 | sha256sum`,
      "grep -m1 ' _text$' /proc/kallsyms",
      "grep -m1 'Kernel code' /proc/iomem",
      'cat /proc/cmdline',
      `tail -c ${bootRecordBytes} /dev/pmem0 | head -c ${recordStart} | base64 -w 0; echo`,
    ];
    const jump = await machine.waitFor(/"stage":"exec","state":"begin"/, limit);
    const shell = await machine.waitFor(/# $/, { ...limit, from: jump.end });
    // The echo of the command has the quotes, its output has not.
    machine.send(`${questions.join('; ')}; echo do'n'e\r`);
    const done = await machine.waitFor(/^done$/m, { ...limit, from: shell.end });
    const output = machine.log.slice(shell.end, done.start);
    const [, virtual = ''] = /^([0-9a-f]{16}) \S _text$/m.exec(output) ?? [];
    const [, physical = ''] = /^\s*([0-9a-f]+)-[0-9a-f]+ : Kernel code$/m.exec(output) ?? [];
    const sameImage = output.includes(`${sha256}  -`);
    const hasRecord = isRecord(/^[A-Za-z0-9+/]{1000,}=*$/m.exec(output)?.[0] ?? '');
    return {
      ok: sameImage && hasRecord && /^.*memmap=/m.test(output) && !output.includes('nokaslr'),
      cells: [
        Math.round(machine.elapsed),
        sameImage ? 'the same' : 'CHANGED',
        hasRecord ? 'readable' : 'MISSING',
        virtual,
        physical,
      ],
    };
  } finally {
    await demo.close();
  }
};

const soak: Soak = {
  name: 'kexec',
  columns: ['seconds', 'ISO', 'record', 'kernel at (virtual)', 'kernel at (physical)'],
  cases: Array.from({ length: boots }, (_, index) => ({
    name: `boot-${index + 1}`,
    run: bootOnce,
  })),
};

/**
 * `[--fresh] [boot-N]...`: boots the demo again and again; its kernel is at another address each
 * time, the ISO arrives unchanged, and the record of the boot behind it. Returns the exit status.
 */
export async function soakKexec(argv: readonly string[]): Promise<number> {
  const { kept, status } = await runCases(soak, argv);
  const rows = soak.cases.flatMap(({ name }) => kept[name]?.cells ?? []);
  const addresses = new Set(rows.filter((cell) => /^ffffffff[0-9a-f]{8}$/.test(String(cell))));
  console.log(`the kernel at ${addresses.size} virtual addresses`);
  // 512 places: a few boots of twenty may meet at one, half of them do not.
  return addresses.size > boots / 2 ? status : 1;
}

function isRecord(base64: string): boolean {
  const text = readBootRecord(Buffer.from(base64, 'base64'));
  return text !== undefined && JSON.parse(text).image.id.startsWith(demoId);
}
