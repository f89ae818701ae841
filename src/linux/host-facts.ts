import { readdir, readFile } from 'node:fs/promises';
import { setAside } from '../core/choose-device.ts';
import type { HostFacts, PmemDevice } from '../core/host-facts.ts';
import type { MemoryMap, MemoryRange } from '../core/memory-map.ts';
import { parseFirmwareRange, parseIomem } from '../formats/iomem.ts';
import { hostArchitecture } from './host-architecture.ts';
import { readKernelKeys, readSecureBoot } from './kernel-keys.ts';

/** Reads what the kernel tells of this machine. Files that are absent or closed count as empty. */
export async function readHostFacts(): Promise<HostFacts> {
  const [version, cmdline, meminfo, memoryMap, pmem, loadDisabled, lockdown, secureBoot] =
    await Promise.all([
      readText('/proc/sys/kernel/osrelease'),
      readText('/proc/cmdline'),
      readText('/proc/meminfo'),
      readMemoryMap(),
      readPmemDevices(),
      readText('/proc/sys/kernel/kexec_load_disabled'),
      readText('/sys/kernel/security/lockdown'),
      readSecureBoot(),
    ]);
  const mode = lockdownMode(lockdown);
  const arch = hostArchitecture();
  const own = setAside(pmem, { arch, cmdline });
  return {
    arch,
    kernelVersion: version.trim(),
    cmdline: cmdline.trim(),
    ramBytes: meminfoBytes(meminfo, 'MemTotal'),
    availableBytes: meminfoBytes(meminfo, 'MemAvailable'),
    memoryMap,
    pmem: own,
    otherPmem: own.length < pmem.length,
    setsMemoryAside: false,
    consoles: consoleParameters(cmdline),
    kexec: {
      loadDisabled: loadDisabled.trim() === '1',
      lockdown: mode,
      fileLoad: true,
      secureBoot,
      ...(mode === 'none' ? {} : await readKernelKeys()),
    },
  };
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function meminfoBytes(meminfo: string, field: string): number {
  const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(meminfo);
  return Number(match?.[1] ?? 0) * 1024;
}

/** The file names all modes and puts the one in force in brackets: `none [integrity] …`. */
function lockdownMode(text: string): HostFacts['kexec']['lockdown'] {
  const mode = /\[(\w+)\]/.exec(text)?.[1];
  return mode === 'integrity' || mode === 'confidentiality' ? mode : 'none';
}

/** The consoles that this kernel was told to use are those that its person looks at. */
function consoleParameters(cmdline: string): readonly string[] {
  return [...cmdline.matchAll(/(?:^|\s)console=(\S+)/g)].flatMap(([, value]) => value ?? []);
}

async function readMemoryMap(): Promise<MemoryMap> {
  const [iomem, firmware] = await Promise.all([readText('/proc/iomem'), readFirmwareMap()]);
  return { iomem: parseIomem(iomem), firmware };
}

async function readFirmwareMap(): Promise<readonly MemoryRange[]> {
  const root = '/sys/firmware/memmap';
  const names = await readdir(root).catch(() => []);
  const ranges = await Promise.all(
    names.map(async (name) => {
      const [start, end, type] = await Promise.all(
        ['start', 'end', 'type'].map((file) => readText(`${root}/${name}/${file}`)),
      );
      return parseFirmwareRange({ start: start ?? '', end: end ?? '', type: type ?? '' });
    }),
  );
  return ranges.sort((a, b) => a.start - b.start);
}

async function readPmemDevices(): Promise<readonly PmemDevice[]> {
  const names = await readdir('/sys/class/block').catch(() => []);
  const devices = names.filter((name) => /^pmem\d+$/.test(name)).sort();
  return Promise.all(
    devices.map(async (name) => {
      const [sectors, resource] = await Promise.all([
        readText(`/sys/class/block/${name}/size`),
        readText(`/sys/class/block/${name}/device/resource`),
      ]);
      const size = Number(sectors) * 512;
      return { path: `/dev/${name}`, size, reservation: { start: Number(resource), size } };
    }),
  );
}
