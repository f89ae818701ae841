import { expect, it } from 'vitest';
import { runTool } from '../../../../tools/shared/tool.ts';

it('a tool that fails is told with its own words and what to do', async () => {
  const failing = () => runTool('sh', ['-c', 'echo no room >&2; exit 3']);
  await expect(failing()).rejects.toMatchObject({
    code: 'build-failed',
    message: 'sh failed:\nno room',
    remedy: expect.stringContaining('delete build/cache'),
  });
  const told = runTool('sh', ['-c', 'exit 3'], { remedy: 'try another' });
  await expect(told).rejects.toMatchObject({ remedy: 'try another' });
});

it('a tool that is not there is told with its package', async () => {
  const options = { package: 'some-tools', remedy: 'try another' };
  await expect(runTool('webboot-no-such-tool', [], options)).rejects.toMatchObject({
    code: 'host-tool-missing',
    remedy: 'Install it with apt-get install some-tools.',
  });
});
