import { describe, expect, it } from 'vitest';
import { checkpointSpaces, missingBytes } from '../../../../src/core/upgrade/checkpoint-space.ts';
import { checkpointBytes } from '../../../../src/core/upgrade/freeze.ts';

const disk = { fileSystem: '1', path: '/var/lib/webboot/upgrade', freeBytes: 1000 };
const sameDisk = { fileSystem: '1', path: '/var/lib/containers/storage', freeBytes: 1000 };
const other = { fileSystem: '2', path: '/srv/containers', freeBytes: 300 };

describe('the space for checkpoints', () => {
  it('is summed for each file system, whatever it is called there', () => {
    const spaces = checkpointSpaces(disk, [
      { storage: disk, bytes: 100 },
      { storage: other, bytes: 200 },
      { storage: sameDisk, bytes: 300 },
      { storage: other, bytes: 100 },
    ]);
    expect(spaces).toEqual([
      { path: '/var/lib/webboot/upgrade', neededBytes: checkpointBytes(400), freeBytes: 1000 },
      { path: '/srv/containers', neededBytes: checkpointBytes(300), freeBytes: 300 },
    ]);
    expect(spaces.map(missingBytes)).toEqual([0, checkpointBytes(300) - 300]);
  });

  it('is none where nothing is carried', () => {
    expect(checkpointSpaces(disk, [])).toEqual([
      { path: '/var/lib/webboot/upgrade', neededBytes: 0, freeBytes: 1000 },
    ]);
  });
});
