import { describe, expect, it } from 'vitest';
import {
  decidePmem,
  missingDrivers,
  type RootModules,
} from '../../../../src/core/image/pmem-support.ts';

const unread: RootModules = { kind: 'unread', why: 'the root file system was not read' };
const modules = (loadable: readonly string[], builtin: readonly string[] = []) => ({
  loadable: new Set(loadable),
  builtin: new Set(builtin),
  coldplug: true,
});

describe('decidePmem', () => {
  it('does not know before the initrd was read, and says what would tell', () => {
    expect(decidePmem({ description: 'memmap', root: unread })).toEqual({
      state: 'unknown',
      missing: [],
      reason: 'unknown until the initrd is read (--deep)',
    });
  });

  it('finds all drivers in the initrd, in the kernel, or some in each', () => {
    const decide = (initrd: ReturnType<typeof modules>) =>
      decidePmem({ description: 'memmap', initrd, root: unread }).state;
    expect(decide(modules(['libnvdimm', 'nd_pmem', 'nd_e820', 'ext4']))).toBe('initrd');
    expect(decide(modules(['ext4'], ['libnvdimm', 'nd_pmem', 'nd_e820']))).toBe('builtin');
    expect(decide(modules(['nd_e820'], ['libnvdimm', 'nd_pmem']))).toBe('initrd');
  });

  it('asks for of_pmem in place of nd_e820 on arm64', () => {
    const initrd = modules(['libnvdimm', 'nd_pmem', 'of_pmem']);
    expect(decidePmem({ description: 'device-tree', initrd, root: unread }).state).toBe('initrd');
    expect(missingDrivers({ description: 'memmap', initrd, root: unread })).toEqual(['nd_e820']);
  });

  it('grafts from the root file system what the initrd lacks, in its load order', () => {
    const root: RootModules = {
      kind: 'read',
      builtin: new Set(),
      order: ['libnvdimm', 'nd_btt', 'nd_pmem', 'nd_e820'],
      unavailable: [],
    };
    expect(decidePmem({ description: 'memmap', initrd: modules(['ext4']), root })).toEqual({
      state: 'graft',
      missing: ['libnvdimm', 'nd_btt', 'nd_pmem', 'nd_e820'],
      description: 'memmap',
    });
  });

  it('grafts the initrd’s own drivers where nothing in it would load them', () => {
    const initrd = { ...modules(['libnvdimm', 'nd_pmem', 'nd_e820']), coldplug: false };
    const support = decidePmem({ description: 'memmap', initrd, root: unread });
    expect(support).toMatchObject({
      state: 'graft',
      missing: ['libnvdimm', 'nd_pmem', 'nd_e820'],
    });
    const inKernel = { ...modules([], ['libnvdimm', 'nd_pmem', 'nd_e820']), coldplug: false };
    expect(decidePmem({ description: 'memmap', initrd: inKernel, root: unread }).state).toBe(
      'builtin',
    );
  });

  it('asks for nfit where the region is described by a table', () => {
    const initrd = modules(['nfit', 'nd_pmem'], ['libnvdimm']);
    expect(missingDrivers({ description: 'memmap', initrd, root: unread })).toEqual(['nd_e820']);
    expect(decidePmem({ description: 'nfit', initrd, root: unread })).toMatchObject({
      state: 'initrd',
      description: 'nfit',
    });
  });

  it('counts what the root file system calls built in', () => {
    const root: RootModules = {
      kind: 'read',
      builtin: new Set(['libnvdimm', 'nd_pmem', 'nd_e820']),
      order: [],
      unavailable: [],
    };
    expect(decidePmem({ description: 'memmap', initrd: modules([]), root }).state).toBe('builtin');
  });

  it('is impossible where the kernel was built without a driver, and names it', () => {
    const root: RootModules = {
      kind: 'read',
      builtin: new Set(['libnvdimm']),
      order: ['nd_pmem'],
      unavailable: ['nd_e820'],
    };
    const support = decidePmem({ description: 'memmap', initrd: modules([]), root });
    expect(support.state).toBe('impossible');
    expect(support.reason).toContain('nd_e820');
  });

  it('keeps open what lies in a file system that it could not read', () => {
    const support = decidePmem({
      description: 'memmap',
      initrd: modules(['libnvdimm']),
      root: unread,
    });
    expect(support).toMatchObject({ state: 'unknown', missing: ['nd_pmem', 'nd_e820'] });
    expect(support.reason).toContain('was not read');
  });
});
