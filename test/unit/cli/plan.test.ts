import { describe, expect, it } from 'vitest';
import type { InspectOptions } from '../../../src/boot/inspect/inspect-image.ts';
import { type PlanReport, type PlanTools, planCommand } from '../../../src/cli/plan.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import { hostFacts, imageFacts, mebibyte } from '../../helpers/facts.ts';

interface Given {
  readonly map?: string;
  readonly inspect?: PlanTools['inspect'];
  readonly host?: Parameters<typeof hostFacts>[0];
}

async function plan(argv: readonly string[], given: Given = {}): Promise<PlanReport> {
  let out = '';
  const io = {
    stdout: (text: string) => {
      out += text;
    },
    stderr: () => undefined,
    env: {},
    signal: new AbortController().signal,
  };
  await planCommand.main(['/my.iso', '--json', ...argv], io, {
    machine: {
      facts: async () => hostFacts(given.host),
      openMedium: async (path) => ({
        ...memoryAccess(new Uint8Array()),
        path,
        close: async () => undefined,
      }),
    },
    inspect: given.inspect ?? (async () => imageFacts()),
    readText: async () => given.map ?? '',
  });
  return JSON.parse(out);
}

const lines = [
  '00000000-0009fbff : System RAM',
  '00100000-bffdffff : System RAM',
  '100000000-23fffffff : System RAM',
];

describe("a plan with another machine's memory map", () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('reads lines that end with %s', async (_name, end) => {
    const map = lines.map((line) => `${line}${end}`).join('');
    const { reservation } = await plan(['--memory-map', 'm'], { map });
    expect(reservation.start).toBeGreaterThanOrEqual(mebibyte);
    expect(reservation.size).toBeGreaterThanOrEqual(250 * mebibyte);
  });

  it('refuses one that was printed for a user who is not root, and says so', async () => {
    const map = '00000000-00000000 : Reserved\n00000000-00000000 : System RAM\n';
    await expect(plan(['--memory-map', 'zeros.iomem'], { map })).rejects.toMatchObject({
      code: 'usage',
      subject: 'zeros.iomem',
      message: 'This memory map has no addresses: print it as root.',
    });
  });

  it.each([
    ['an empty file', ''],
    ['the map of a machine without RAM', '00000000-00000fff : Reserved\n'],
    ['a web page', '<!doctype html>\n'],
  ])('refuses %s', async (_name, map) => {
    await expect(plan(['--memory-map', 'm'], { map })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe("a plan with this machine's memory map", () => {
  it('needs root where the kernel shows zeros', async () => {
    const iomem = [{ start: 0, end: 1, type: 'ram', label: 'System RAM' }] as const;
    const host = { memoryMap: { iomem, firmware: [] } };
    await expect(plan([], { host })).rejects.toMatchObject({ code: 'not-permitted' });
  });
});

describe('a plan of one entry', () => {
  it("is made from that entry's facts, not from the default's", async () => {
    const inspect = async (_image: unknown, { entry }: InspectOptions) =>
      entry === 'failsafe'
        ? imageFacts({ pmem: { state: 'graft', missing: ['nd_pmem'], description: 'memmap' } })
        : imageFacts({ pmem: { state: 'initrd', missing: [] } });
    expect((await plan([], { inspect })).initrd.map(({ kind }) => kind)).toEqual(['image']);
    const { entry, initrd } = await plan(['--entry', 'failsafe'], { inspect });
    expect(entry?.id).toBe('failsafe');
    expect(initrd.map(({ kind }) => kind)).toEqual(['graft', 'image']);
  });
});

describe('the graft of a plan', () => {
  const missing = ['nd_e820'];
  const graft = { state: 'graft', missing, description: 'memmap' } as const;

  it('names every module that a boot loads', async () => {
    const loads = ['libnvdimm', 'nd_btt', 'nd_pmem', 'nd_e820'];
    const inspect = async () => imageFacts({ pmem: { ...graft, loads } });
    const { initrd } = await plan([], { inspect });
    expect(initrd[0]).toEqual({ kind: 'graft', modules: loads, complete: true });
  });

  it('says that there may be more if what they need could not be read', async () => {
    const inspect = async () => imageFacts({ pmem: { ...graft, state: 'unknown' } });
    const { initrd } = await plan([], { inspect });
    expect(initrd[0]).toEqual({
      kind: 'graft',
      modules: ['libnvdimm', 'nd_pmem', 'nd_e820'],
      complete: false,
    });
  });

  it('says which words the entry’s own line loses', async () => {
    const entries = imageFacts().entries.map((entry) => ({
      ...entry,
      cmdline: 'boot=live toram quiet findiso=/x.iso',
    }));
    const inspect = async () => imageFacts({ entries });
    expect((await plan([], { inspect })).leftOut).toEqual(['toram', 'findiso=/x.iso']);
  });
});
