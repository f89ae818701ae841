import { execFileSync } from 'node:child_process';
import { constants, open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDrivers } from '../../../src/linux/waiting-drivers.ts';
import { scratchDirectory } from '../../helpers/isos.ts';

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let pipe = '';

beforeAll(async () => {
  scratch = await scratchDirectory();
  pipe = join(scratch.path, 'menu');
  execFileSync('mkfifo', [pipe]);
});
afterAll(() => scratch.remove());

const reader = () => open(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
const writer = () => open(pipe, constants.O_WRONLY | constants.O_NONBLOCK);

describe('drivers that wait for the menu', () => {
  it('are told that it is there', async () => {
    await using waiting = await reader();
    await loadDrivers(writer);
    expect((await waiting.read()).bytesRead).toBe(1);
  });

  it('end no menu if nobody waits', async () => {
    await expect(loadDrivers(writer)).resolves.toBeUndefined();
  });

  it('end no menu if they stop waiting in the moment in which they are told', async () => {
    const late = async () => {
      const waiting = await reader();
      const file = await writer();
      await waiting.close();
      return file;
    };
    await expect(loadDrivers(late)).resolves.toBeUndefined();
  });
});
