import { describe, expect, test } from 'vitest';
import { parseModulesDep } from '../../../../src/formats/modules/modules-dep.ts';
import {
  type KernelModules,
  parseModuleWishes,
  selectModules,
} from '../../../../tools/image/module-selection.ts';

const kernel: KernelModules = {
  available: parseModulesDep(
    [
      'kernel/drivers/net/virtio_net.ko.xz: kernel/drivers/net/net_failover.ko.xz kernel/net/core/failover.ko.xz',
      'kernel/drivers/net/net_failover.ko.xz: kernel/net/core/failover.ko.xz',
      'kernel/net/core/failover.ko.xz:',
      'kernel/fs/squashfs/squashfs.ko.xz:',
    ].join('\n'),
  ),
  builtin: new Set(['virtio_pci']),
  softdeps: new Map(),
};

describe('module selection', () => {
  test('a list has required and optional names, and comments', () => {
    expect(parseModuleWishes('# why\nloop\n? nd_e820 # x86\n\n?of_pmem\n')).toEqual({
      required: ['loop'],
      optional: ['nd_e820', 'of_pmem'],
    });
  });

  test('virtio_net brings net_failover and failover, before itself', () => {
    const names = { required: ['virtio-net'], optional: [] };
    expect(selectModules(names, kernel)).toEqual([
      'kernel/net/core/failover.ko.xz',
      'kernel/drivers/net/net_failover.ko.xz',
      'kernel/drivers/net/virtio_net.ko.xz',
    ]);
  });

  test('what is built in, or optional and not there, is left out', () => {
    const names = { required: ['virtio_pci'], optional: ['e1000'] };
    expect(selectModules(names, kernel)).toEqual([]);
  });

  test('a required module that the kernel does not have stops the build by its name', () => {
    expect(() => selectModules({ required: ['e1000'], optional: [] }, kernel)).toThrow(
      expect.objectContaining({ code: 'modules-missing', message: expect.stringMatching('e1000') }),
    );
  });
});
