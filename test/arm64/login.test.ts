import { beforeAll, expect, it } from 'vitest';
import { ensureDemoIso } from '../../tools/demo/iso.ts';
import { bootOnArm64 } from '../helpers/arm64-boot.ts';

let iso = '';

beforeAll(async () => {
  iso = await ensureDemoIso('aarch64');
  // The first time it is built by emulated programs.
}, 5_400_000);

it('boots a live system on an arm64 machine with a device tree to its login, from memory', async () => {
  const { result, fromPmem } = await bootOnArm64(iso, { firmware: 'tree', timeoutS: 1500 });
  expect(result.failure).toBeUndefined();
  expect(result).toMatchObject({ ok: true, stage: 'target' });
  expect(fromPmem).toBe(true);
}, 2_400_000);
