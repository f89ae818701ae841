import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writeCpio } from '../../src/formats/cpio/writer.ts';
import { bundle } from '../../tools/bundle/bundle.ts';
import { type DemoGuest, prepareDemoGuest } from '../../tools/demo/guest.ts';
import { ensureDemo, ensureLiveIso } from '../../tools/demo/iso.ts';
import { demoKey } from '../../tools/demo/key.ts';
import { demoId } from '../../tools/demo/row.ts';
import { guestMemory } from '../../tools/qemu/guest-memory.ts';
import { type ConsoleMatch, type QemuProcess, startQemu } from '../../tools/qemu/qemu.ts';
import { runSmoke } from '../../tools/smoke/run-smoke.ts';
import { describeLiveIso, type LiveIsoName, liveIsos } from '../helpers/live-isos.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).toReversed()) await cleanUp();
});

/** Replaces webboot's program by one that differs in what its inspection finds. */
async function replaceProgram(guest: DemoGuest, source: string): Promise<void> {
  const outDir = await mkdtemp(join(tmpdir(), 'webboot-bundle-'));
  cleanups.push(() => rm(outDir, { recursive: true, force: true }));
  await bundle({ outDir, minify: false, builtAt: 0, entries: { init: source } });
  const names = (await readdir(outDir)).filter((name) => name.endsWith('.mjs'));
  const files = await Promise.all(
    names.map(async (name) => ({
      kind: 'file' as const,
      path: `webboot/dist/${name}`,
      data: await readFile(join(outDir, name)),
    })),
  );
  await appendFile(guest.initrd, writeCpio(files));
}

/** Boots the demo with such a program, up to the jump. */
async function jumpWith(source: string): Promise<{ machine: QemuProcess; jump: ConsoleMatch }> {
  const key = await demoKey();
  const publication = await ensureDemo(key);
  const guest = await prepareDemoGuest(publication, { key });
  cleanups.push(() => guest.close());
  await replaceProgram(guest, source);
  const { memoryMb, memmap } = guestMemory(publication.bytes);
  const machine = await startQemu({
    arch: 'x86_64',
    memoryMb,
    kernel: guest.kernel,
    initrd: guest.initrd,
    cmdline: `console=ttyS0,115200 panic=-1 ${memmap} webboot.auto webboot.distro=${demoId}`,
  });
  cleanups.push(() => machine.kill());
  const jump = await machine.waitFor(/"stage":"exec","state":"begin"/, { timeoutMs: 240_000 });
  return { machine, jump };
}

describe('a live system whose initrd lacks a driver', () => {
  it('does not find its medium without the graft', async () => {
    const { machine, jump } = await jumpWith('test/helpers/init-without-graft.ts');
    expect(machine.log.slice(0, jump.end)).not.toContain('"op":"graft"');
    await machine.waitFor(/Unable to find a medium/, { timeoutMs: 300_000, from: jump.end });
    expect(machine.log).not.toMatch(/login: /);
  });

  it('gets the image within its initramfs where its kernel has no such driver', async () => {
    const { machine, jump } = await jumpWith('test/helpers/init-without-pmem.ts');
    expect(machine.log.slice(0, jump.end)).toContain('grafted: loop.ko, the image itself');
    await machine.waitFor(/login: /, { timeoutMs: 300_000, from: jump.end });
    expect(machine.log).toContain('webboot: loop0 exists');
  });

  const rows: readonly [LiveIsoName, string][] = [
    ['bookworm-live-boot', 'libnvdimm.ko, nd_btt.ko, nd_pmem.ko, nd_e820.ko'],
    ['bookworm-dracut', 'libnvdimm.ko, nd_btt.ko, nd_pmem.ko, nd_e820.ko'],
  ];
  it.each(rows)('comes to a login with it: %s', async (name, grafted) => {
    console.log(describeLiveIso(name));
    const iso = await ensureLiveIso(name, liveIsos[name]);
    const result = await runSmoke({ iso, expect: /login: / });
    expect(result).toMatchObject({ ok: true, stage: 'target' });
    expect(result.log).toContain(`grafted: ${grafted}`);
  });
});
