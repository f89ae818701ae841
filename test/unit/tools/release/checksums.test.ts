import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signChecksums, writeChecksums } from '../../../../tools/release/checksums.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'webboot-release-'));
  writeFileSync(join(directory, 'webboot.img'), 'an image');
  writeFileSync(join(directory, 'webboot.iso'), 'an ISO');
});
afterEach(() => rmSync(directory, { recursive: true }));

const checkSums = () =>
  execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: directory });

describe('the checksums of a release', () => {
  it('are those that sha256sum finds, and tell a changed file', async () => {
    const list = await writeChecksums(directory);
    expect(readFileSync(list, 'utf8').split('\n')).toHaveLength(3);
    expect(checkSums().toString()).toBe('');
    appendFileSync(join(directory, 'webboot.iso'), '!');
    expect(() => checkSums()).toThrow();
  });

  it('are signed so that minisign accepts them, and list themselves in neither build', async () => {
    const key = join(directory, 'SHA256SUMS.key');
    const pub = join(directory, 'SHA256SUMS.pub');
    execFileSync('minisign', ['-G', '-W', '-s', key, '-p', pub]);
    const list = await writeChecksums(directory);
    await signChecksums(list, key, '1.2.3');
    const said = execFileSync('minisign', ['-V', '-p', pub, '-m', list]).toString();
    expect(said).toContain('webboot 1.2.3');
    expect(await writeChecksums(directory)).toBe(list);
    execFileSync('minisign', ['-V', '-p', pub, '-m', list]);
  });
});
