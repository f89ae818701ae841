import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openQuirks } from '../../../src/linux/kexec-quirks.ts';

let sys: string;
let driver: string;

/** The tree of a MacBook with one USB controller. */
beforeEach(async () => {
  sys = await mkdtemp(join(tmpdir(), 'webboot-quirks-'));
  driver = join(sys, 'bus/pci/drivers/xhci_hcd');
  await mkdir(join(driver, '0000:00:14.0'), { recursive: true });
  await mkdir(join(sys, 'class/dmi/id'), { recursive: true });
  await writeFile(join(sys, 'class/dmi/id/sys_vendor'), 'Apple Inc.\n');
  for (const name of ['bind', 'unbind', 'new_id']) await writeFile(join(driver, name), '');
});
afterEach(() => rm(sys, { recursive: true }));

async function sentences(quirks: ReturnType<typeof openQuirks>): Promise<readonly string[]> {
  const said: string[] = [];
  for await (const text of quirks.apply()) said.push(text);
  return said;
}

it('releases a device before the jump, and takes it back if the machine stays', async () => {
  const quirks = openQuirks({ sys });
  expect(await sentences(quirks)).toEqual([
    '0000:00:14.0 (xhci_hcd) was released: otherwise the next system finds no keyboard',
  ]);
  expect(await readFile(join(driver, 'unbind'), 'utf8')).toBe('0000:00:14.0\n');
  await quirks.undo();
  expect(await readFile(join(driver, 'bind'), 'utf8')).toBe('0000:00:14.0\n');
});

it('says what it could not release, and does not take it back', async () => {
  await rm(join(driver, 'unbind'));
  await mkdir(join(driver, 'unbind'));
  const quirks = openQuirks({ sys });
  expect((await sentences(quirks)).join()).toMatch(/could not be brought to rest, so it may be/);
  await quirks.undo();
  expect(await readFile(join(driver, 'bind'), 'utf8')).toBe('');
});

it('does nothing on a machine without such devices', async () => {
  await writeFile(join(sys, 'class/dmi/id/sys_vendor'), 'QEMU\n');
  expect(await sentences(openQuirks({ sys }))).toEqual([]);
  expect(await sentences(openQuirks({ sys: join(sys, 'none') }))).toEqual([]);
});
