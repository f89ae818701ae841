import { describe, expect, it } from 'vitest';
import { whyLeftOut } from '../../../../tools/test/left-out.ts';

const missing = async () => false;
const built = async () => true;

describe('npm test', () => {
  it('leaves arm64 out without its demo, and says which command builds it', async () => {
    const why = await whyLeftOut('arm64', { isNamed: false, hasArm64Demo: missing });
    expect(why).toMatch(/^arm64 is left out: .* not built, .*\. "npm test -- arm64" builds/);
  });

  it('runs arm64 with its demo, or if it is named', async () => {
    expect(await whyLeftOut('arm64', { isNamed: false, hasArm64Demo: built })).toBeUndefined();
    expect(await whyLeftOut('arm64', { isNamed: true, hasArm64Demo: missing })).toBeUndefined();
  });

  it('leaves nothing else out', async () => {
    expect(await whyLeftOut('qemu', { isNamed: false, hasArm64Demo: missing })).toBeUndefined();
  });
});
