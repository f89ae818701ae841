import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkpoints } from '../../../../src/linux/upgrade/checkpoints.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'webboot-checkpoints-'));
});
afterEach(() => rm(directory, { recursive: true }));

const listed = (quoting = 'literal') =>
  execFileSync('tar', [`--quoting-style=${quoting}`, '-tf', join(directory, 'run.tar')], {
    encoding: 'utf8',
  }).split('\n');

describe('files in memory that go with the checkpoints', () => {
  it('are saved with what is in them', async () => {
    const file = join(directory, 'web.pid');
    await writeFile(file, '1900\n');
    await checkpoints.saveRuntimeFiles(directory, [file]);
    expect(listed()).toContain(file.slice(1));
  });

  it.each([
    ['a newline and an option', 'a\n-C\nb'],
    ['an escape', 'web\\x2done\\n.pid'],
  ])('are saved under their own names, with %s', async (_, name) => {
    const file = join(directory, name);
    await writeFile(file, '1900\n');
    await checkpoints.saveRuntimeFiles(directory, [file]);
    expect(listed('c')).toEqual([JSON.stringify(file.slice(1)), '']);
  });

  it('may be none: the next boot gets an archive all the same', async () => {
    await checkpoints.saveRuntimeFiles(directory, []);
    expect(listed()).toEqual(['']);
  });
});
