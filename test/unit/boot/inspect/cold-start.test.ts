import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

describe('a look at an image', () => {
  it("starts without Node's cryptography and compression, which few images need", async () => {
    const script = `
      await import('./src/app/commands.ts');
      await import('./src/cli/inspect.ts');
      await import('./src/linux/local-image.ts');
      await import('./src/boot/inspect/inspect-image.ts');
      console.log(process.moduleLoadList.join('\\n'));`;
    const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', script]);
    const loaded = stdout.split('\n');
    expect(loaded).toContain('NativeModule fs');
    expect(loaded).not.toContain('NativeModule crypto');
    expect(loaded).not.toContain('NativeModule zlib');
  });
});
