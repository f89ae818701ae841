import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { WebbootError } from '../../src/errors.ts';
import { sectorBytes } from '../../src/formats/gpt/partition-table.ts';
import { reportingErrors } from '../shared/report-error.ts';
import { say } from '../shared/say.ts';
import { runTool } from '../shared/tool.ts';
import { type Disk, listDisks, sizeText } from '../write/disks.ts';
import { progressBar } from '../write/progress-bar.ts';
import { findRefusal } from '../write/refusal.ts';
import { type WriteProgress, writeVerified } from '../write/write-verified.ts';

const usage = `usage: npm run write -- IMAGE DEVICE [options]
  IMAGE     a disk image or an ISO of webboot's, or any other
  DEVICE    the stick, such as /dev/sdb; without it, the removable disks are listed
  --force   a disk that is mounted, or not removable, too
  --yes     does not ask
Everything on the device is lost. What was written is read back and compared.
`;

/** `npm run write`: writes an image to a stick. */
await reportingErrors(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      force: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [image, device] = positionals;
  if (values.help) process.stdout.write(usage);
  else if (image === undefined || device === undefined) process.stdout.write(await diskList());
  else await write(image, device, values);
});

async function diskList(): Promise<string> {
  const disks = (await listDisks()).filter(({ removable }) => removable);
  if (disks.length === 0) return `No removable disk is there.\n${usage}`;
  return `${disks.map(describe).join('\n')}\n${usage}`;
}

function describe({ path, bytes, model, contents }: Disk): string {
  return [`${path}  ${sizeText(bytes)}  ${model}`, ...contents].join('\n    ');
}

async function write(
  image: string,
  device: string,
  { force, yes }: { force: boolean; yes: boolean },
): Promise<void> {
  const imageBytes = await imageSize(image);
  const disk = await diskAt(device);
  const refusal = findRefusal(disk, { imageBytes, force });
  if (refusal !== undefined) throw refusal;
  say(`everything on this disk will be lost:\n${describe(disk)}`);
  if (!yes) await confirm(device);
  const started = { phase: '', at: 0 };
  const isBlockDevice = (await stat(device)).isBlockDevice();
  await writeVerified(image, device, {
    shared: force,
    flush: async () => {
      if (!isBlockDevice) return;
      await runTool('blockdev', ['--flushbufs', device], {
        package: 'util-linux',
        remedy: 'Plug the stick in again and repeat the command.',
      });
    },
    onProgress: (progress) => showProgress(progress, started),
  });
  if (isBlockDevice) await runTool('blockdev', ['--rereadpt', device]).catch(() => {});
  say(`${device} holds ${image}; read back and compared`);
}

async function imageSize(image: string): Promise<number> {
  const info = await stat(image).catch(() => undefined);
  if (info?.isFile() && info.size > 0) return info.size;
  throw new WebbootError('file-not-found', `${image} is not an image.`, {
    subject: image,
    remedy: 'Make one with npm run image -- --usb FILE.',
  });
}

/** A file stands for a disk that nobody uses, for trying things out. */
async function diskAt(device: string): Promise<Disk> {
  const found = (await listDisks()).find(({ path }) => path === device);
  if (found !== undefined) return found;
  const info = await stat(device).catch(() => undefined);
  if (info?.isFile()) {
    const plain = {
      model: '',
      sectorBytes,
      removable: true,
      readOnly: false,
      contents: [],
      mountPoints: [],
    };
    return { ...plain, path: device, bytes: info.size };
  }
  throw new WebbootError('usage', `${device} is not a disk.`, {
    subject: device,
    remedy: 'Name a whole disk, not a partition. npm run write lists the removable ones.',
  });
}

async function confirm(device: string): Promise<void> {
  const name = device.slice(device.lastIndexOf('/') + 1);
  if (process.stdin.isTTY !== true) {
    throw new WebbootError('usage', 'There is no terminal to ask for confirmation.', {
      remedy: 'Confirm with --yes.',
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Type ${name} to continue: `);
  terminal.close();
  if (answer.trim() !== name) throw new WebbootError('cancelled', 'Nothing was written.');
}

function showProgress(progress: WriteProgress, started: { phase: string; at: number }): void {
  if (started.phase !== progress.phase) {
    started.phase = progress.phase;
    started.at = performance.now();
  }
  const text = progressBar(progress, (performance.now() - started.at) / 1000);
  const isDone = progress.bytes === progress.total;
  if (process.stderr.isTTY === true) process.stderr.write(`\r${text}${isDone ? '\n' : '   '}`);
  else if (isDone) say(text);
}
