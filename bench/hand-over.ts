import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ScriptedImage, startScript } from '../test/helpers/scripted-image.ts';
import { demoOptions, ensureLiveIso } from '../tools/demo/iso.ts';
import { demoKey } from '../tools/demo/key.ts';
import { publishDemo } from '../tools/demo/publish.ts';
import { demoId } from '../tools/demo/row.ts';
import { say } from '../tools/say.ts';
import { runTool } from '../tools/tool.ts';
import type { BenchReport, BenchRow } from './report.ts';

/** Of the two ISOs: the demo with as much padding as it takes. */
const isoBytes = [250e6, 2e9];
const memoryMb = 5120;

/** Stamps lines with the guest's own clock, whose console is slow. */
const script = `
stamp() {
  while IFS= read -r line; do
    read -r up _ </proc/uptime
    case $line in *'"state":'* | *'"failed"'*) echo "at $up $line" ;; esac
  done
}
now() {
  read -r up _ </proc/uptime
  echo "at $up $1"
}
until [ -e /dev/pmem0 ]; do sleep 1; done
$webboot ${demoId} --interface eth0 --dry-run --json | stamp
mkdir -p /run/iso /run/system /run/copies
now 'copy begins'
mount -o ro /dev/pmem0 /run/iso
cp /run/iso/live/vmlinuz /run/iso/live/initrd.img /run/copies
mount -o ro,loop /run/iso/live/filesystem.squashfs /run/system
cp /run/system/usr/lib/modules/*/kernel/drivers/nvdimm/nd_e820.ko* /run/copies
now 'copy ends'
kexec -a -l /run/copies/vmlinuz --initrd=/run/copies/initrd.img --command-line=quiet
now 'load ends'
kexec -u
echo 'figures end'
$webboot kexec /webboot/vmlinuz --json --append 'earlyprintk=ttyS0,115200 console=ttyS0,115200 panic=-1'
`;

/** Seconds of each part of a hand-over, in webboot's own image in QEMU. */
export async function run(): Promise<BenchReport> {
  const rows: BenchRow[] = [];
  for (const bytes of isoBytes) rows.push(...(await measureIso(bytes)));
  return {
    title: `hand-over (seconds in a guest of QEMU with ${memoryMb} MiB; one run each)`,
    rows,
    notes: [
      'reserve: from the decision to start again to the same place in the second kernel',
      'extract and graft: with the inspection of the initrd; without what kexec itself takes to load',
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
    image = await startScript({ script, memoryMb, publication, cmdline: 'webboot.debug' });
    const rows = await readFigures(image, `ISO of ${bytes / 1e6} MB`);
    for (const { name, seconds } of rows) say(`${name}: ${seconds[0]?.toFixed(2)} s`);
    return rows;
  } finally {
    await image?.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function paddedDemo(path: string, bytes: number): Promise<string> {
  const demo = await ensureLiveIso('debian-live', demoOptions);
  const padding = `${path}.padding`;
  const file = await open(padding, 'w');
  await file.truncate(bytes - (await stat(demo)).size);
  await file.close();
  await runTool('xorriso', [
    ...['-indev', demo, '-outdev', path, '-boot_image', 'any', 'replay'],
    ...['-map', padding, '/padding'],
  ]);
  return path;
}

async function readFigures({ machine }: ScriptedImage, name: string): Promise<readonly BenchRow[]> {
  const seconds = async (pattern: RegExp, from: number) => {
    const { end } = await machine.waitFor(pattern, { timeoutMs: 600_000, from });
    return { end, at: machine.elapsed };
  };
  const decided = await seconds(/webboot: setting memory aside/, 0);
  const restarted = await seconds(/webboot: node started/, decided.end);
  const figures = await seconds(/^figures end$/m, restarted.end);
  const jumped = await seconds(/"phase":"exec","state":"begin"/, figures.end);
  const second = await seconds(/Linux version/, jumped.end);
  const guest = guestTimes(machine.log);
  const row = (what: string, value: number): BenchRow => ({
    name: `${name}: ${what}`,
    seconds: [value],
  });
  const byHand = row('mount and cp', guest.copied);
  return [
    row('reserve', restarted.at - decided.at),
    byHand,
    { ...row('extract and graft', guest.extracted), baseline: byHand, limit: 1.5 },
    row('load', guest.loaded),
    row('exec to the first line', second.at - jumped.at),
  ];
}

function guestTimes(log: string) {
  const at = (text: string) => {
    const line = log.split('\n').find((candidate) => candidate.includes(text)) ?? '';
    return Number(/^at ([\d.]+) /.exec(line)?.[1]);
  };
  const loaded = at('load ends') - at('copy ends');
  const whole = at('"phase":"load","state":"end"') - at('"stage":"extract","state":"begin"');
  return { copied: at('copy ends') - at('copy begins'), extracted: whole - loaded, loaded };
}
