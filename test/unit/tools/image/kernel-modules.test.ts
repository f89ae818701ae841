import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readModuleInfo } from '../../../../src/formats/modules/module-info.ts';
import { requireVersion } from '../../../../tools/image/kernel.ts';
import { requireVermagic } from '../../../../tools/image/kernel-modules.ts';
import { debDependency, modulePaths, readModule } from '../../../helpers/debs.ts';

const tree = await debDependency('linux-image-cloud-amd64');
const [path = ''] = tree === undefined ? [] : modulePaths(tree);
const boot = join(tree ?? '', 'boot');
const names = tree === undefined ? [] : readdirSync(boot);
const kernel = join(boot, names.find((name) => name.startsWith('vmlinuz-')) ?? '');
const version = /vmlinuz-(.+)$/.exec(kernel)?.[1] ?? '';

test.skipIf(tree === undefined)('a real module is taken for its own kernel', () => {
  expect(() => requireVermagic(readModuleInfo(readModule(path)), { path, version })).not.toThrow();
});

test.skipIf(tree === undefined)(
  'a real module of another kernel is refused, with both names',
  () => {
    const info = readModuleInfo(readModule(path));
    const other = { path, version: '6.12.48+deb13-amd64' };
    expect(() => requireVermagic(info, other)).toThrow(
      expect.objectContaining({
        code: 'modules-mismatch',
        message: expect.stringMatching(/is for kernel \d+\.\S+-cloud-amd64 SMP .*6\.12\.48\+deb13/),
      }),
    );
  },
);

test.skipIf(tree === undefined)('a real kernel is taken with its own modules only', async () => {
  await expect(requireVersion(kernel, version)).resolves.toBeUndefined();
  await expect(requireVersion(kernel, '6.12.48+deb13-amd64')).rejects.toMatchObject({
    code: 'modules-mismatch',
    message: expect.stringContaining(`is kernel ${version}`),
  });
});
