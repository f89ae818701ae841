import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ScriptedImage, startScript } from '../test/helpers/scripted-image.ts';
import { demoKey } from '../tools/demo/key.ts';
import { publishDemo } from '../tools/demo/publish.ts';
import { demoId } from '../tools/demo/row.ts';
import { say } from '../tools/shared/say.ts';
import { paddedDemo } from './parts/padded-demo.ts';
import type { BenchReport, BenchRow } from './parts/report.ts';

/** Of the two ISOs: the demo with as much padding as it takes. */
const isoBytes = [250e6, 2e9];
const memoryMb = 5120;

/** The last of webboot's own is a boot, the others are dry runs of one. */
const rounds = 3;

/**
 * Stamps lines with the guest's own clock, whose console is slow, and when kexec begins and ends.
 * A first run, which is not counted, brings the image into the reservation.
 */
const script = `
now() {
  read -r up _ </proc/uptime
  echo "at $up $1"
}
stamp() {
  while IFS= read -r line; do
    case $line in *'"state":'* | *'"failed"'*) now "$line" ;; esac
  done
}
until [ -e /dev/pmem0 ]; do sleep 1; done
$webboot ${demoId} --interface eth0 --dry-run --json | stamp
mkdir -p /run/iso /run/system /run/copies
echo 'figures begin'
for round in ${turns(rounds)}; do
  now 'copy begins'
  mount -o ro /dev/pmem0 /run/iso
  cp /run/iso/live/vmlinuz /run/iso/live/initrd.img /run/copies
  mount -o ro,loop /run/iso/live/filesystem.squashfs /run/system
  cp /run/system/usr/lib/modules/*/kernel/drivers/nvdimm/nd_e820.ko* /run/copies
  now 'copy ends'
  umount /run/system /run/iso
  rm -r /run/copies/*
done
mkdir -p /run/bench
cat >/run/bench/kexec <<'END'
#!/bin/sh
now() {
  read -r up _ </proc/uptime
  echo "at $up $1" >/dev/console
}
now "kexec $1 begins"
/usr/sbin/kexec "$@"
status=$?
now "kexec $1 ends"
exit $status
END
chmod 755 /run/bench/kexec
PATH=/run/bench:$PATH
export PATH
for round in ${turns(rounds - 1)}; do $webboot ${demoId} --interface eth0 --dry-run --json | stamp; done
echo 'boot begins'
$webboot ${demoId} --interface eth0 --json --append 'earlyprintk=ttyS0,115200' | stamp
`;

function turns(count: number): string {
  return Array.from({ length: count }, (_, index) => index + 1).join(' ');
}

/** Seconds of each part of a hand-over, in webboot's own image in QEMU. */
export async function run(): Promise<BenchReport> {
  const rows: BenchRow[] = [];
  for (const bytes of isoBytes) rows.push(...(await measureIso(bytes)));
  return {
    title: `hand-over (seconds in a guest of QEMU with ${memoryMb} MiB; ${rounds} turns)`,
    rows,
    notes: [
      'reserve: from the decision to start again to the same place in the second kernel',
      'extract and graft: both stages, and what comes between them and kexec but its checks and the record',
      'the root file system is at the end of the image, so that nothing of it is there before the last bytes',
    ],
  };
}

async function measureIso(bytes: number): Promise<readonly BenchRow[]> {
  const directory = await mkdtemp(join(tmpdir(), 'webboot-hand-over-'));
  let image: ScriptedImage | undefined;
  try {
    const iso = await paddedDemo(join(directory, 'padded.iso'), bytes);
    const publication = await publishDemo({
      iso,
      directory: join(directory, 'mirror'),
      key: await demoKey(),
    });
    image = await startScript({
      script,
      memoryMb,
      publication,
      cmdline: 'webboot.debug loglevel=6',
    });
    const rows = await readFigures(image, `ISO of ${bytes / 1e6} MB`);
    for (const { name, values } of rows) say(`${name}: ${values[0]?.toFixed(2)} s`);
    return rows;
  } finally {
    await image?.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function readFigures({ machine }: ScriptedImage, name: string): Promise<readonly BenchRow[]> {
  const seconds = async (pattern: RegExp, from: number) => {
    const { end } = await machine.waitFor(pattern, { timeoutMs: 600_000, from });
    return { end, at: machine.elapsed };
  };
  const decided = await seconds(/webboot: setting memory aside/, 0);
  const restarted = await seconds(/webboot: node started/, decided.end);
  const figures = await seconds(/^figures begin$/m, restarted.end);
  const booting = await seconds(/^boot begins$/m, figures.end);
  const jumped = await seconds(/"phase":"exec","state":"begin"/, booting.end);
  const second = await seconds(/Linux version/, jumped.end);
  const guest = guestTimes(machine.log, figures.end);
  const row = (what: string, ...values: number[]): BenchRow => ({
    name: `${name}: ${what}`,
    values,
  });
  const byHand = row('mount and cp', ...guest.copied);
  return [
    row('reserve', restarted.at - decided.at),
    byHand,
    { ...row('extract and graft', ...guest.grafted), baseline: byHand, limit: 1.5 },
    row('load', ...guest.loaded),
    row('exec to the first line', second.at - jumped.at),
  ];
}

function guestTimes(log: string, start: number) {
  const stamped = [...log.slice(start).matchAll(/^at ([\d.]+) (.*)$/gm)];
  /** From each line with the one text to the next with the other. */
  const between = (begin: string, end: string) =>
    stamped.flatMap(([, from, text], index) => {
      if (!text?.includes(begin)) return [];
      const [, to] = stamped.slice(index).find(([, , later]) => later?.includes(end)) ?? [];
      return [Number(to) - Number(from)];
    });
  const written = between('"phase":"load","state":"begin"', 'kexec -s begins');
  const grafted = between('"stage":"extract","state":"begin"', '"stage":"graft","state":"end"');
  return {
    copied: between('copy begins', 'copy ends'),
    grafted: grafted.map((seconds, index) => seconds + (written[index] ?? Number.NaN)),
    loaded: between('kexec -s begins', 'kexec -s ends'),
  };
}
