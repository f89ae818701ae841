import { describe, expect, it } from 'vitest';
import { neededPackages } from '../../../../tools/host/host-packages.ts';
import { machinesOf } from '../../../../tools/host/machines-of.ts';

const names = (asked: Parameters<typeof neededPackages>[0]) =>
  neededPackages(asked).map(({ name }) => name);

describe('neededPackages', () => {
  it('asks for the emulator of the machine that is booted, and for no other', () => {
    const asked = { purposes: ['qemu'], host: 'x86_64' } as const;
    expect(names({ ...asked, machines: ['x86_64'] })).toEqual(['qemu-system-x86']);
    expect(names({ ...asked, machines: ['aarch64'] })).toEqual([
      'qemu-system-arm',
      'qemu-efi-aarch64',
    ]);
  });

  it('asks for what runs foreign programs only where the programs are foreign', () => {
    const asked = { purposes: ['live-iso'], machines: ['aarch64'] } as const;
    expect(names({ ...asked, host: 'x86_64' })).toContain('qemu-user-static');
    expect(names({ ...asked, host: 'aarch64' })).not.toContain('qemu-user-static');
    expect(names({ ...asked, host: 'aarch64' })).toContain('mmdebstrap');
  });

  it('asks for a compiler of the other architecture, to compile a kernel for it', () => {
    const asked = { purposes: ['kernel'], host: 'x86_64' } as const;
    expect(names({ ...asked, machines: ['aarch64'] })).toContain('gcc-aarch64-linux-gnu');
    expect(names({ ...asked, machines: ['x86_64'] })).not.toContain('gcc-aarch64-linux-gnu');
  });
});

describe('machinesOf', () => {
  it('reads --arch in both spellings, and takes x86_64 without it', () => {
    expect(machinesOf('smoke', ['--iso', 'a.iso', '--arch', 'aarch64'])).toEqual(['aarch64']);
    expect(machinesOf('image', ['--arch=aarch64'])).toEqual(['aarch64']);
    expect(machinesOf('start', [])).toEqual(['x86_64']);
    expect(machinesOf('smoke', ['aarch64'])).toEqual(['x86_64']);
  });

  it('names all machines for the commands that make and boot everything', () => {
    expect(machinesOf('test', ['qemu'])).toEqual(['x86_64', 'aarch64']);
    expect(machinesOf('soak', ['arm64'])).toEqual(['x86_64', 'aarch64']);
  });
});
