import { describe, expect, it } from 'vitest';
import { demoOptions, demoOptionsFor } from '../../../../tools/demo/iso.ts';
import { bootConfigs } from '../../../../tools/live-iso/boot-config.ts';

describe('bootConfigs', () => {
  it('writes menus for GRUB and isolinux on x86_64, on its serial line', () => {
    const files = bootConfigs(demoOptions);
    expect(files.get('/boot/grub/grub.cfg')).toContain('"Live system (amd64)"');
    expect(files.get('/isolinux/live.cfg')).toContain('console=ttyS0,115200');
  });

  it('writes a menu for GRUB alone on arm64, whose serial line has another name', () => {
    const files = bootConfigs(demoOptionsFor('aarch64'));
    const menu = files.get('/boot/grub/grub.cfg');
    expect(menu).toContain('"Live system (arm64)"');
    expect(menu).toContain('console=ttyAMA0,115200');
    expect(menu).not.toMatch(/noapic|ttyS0/);
    expect([...files.keys()].filter((path) => path.includes('isolinux'))).toEqual([]);
  });
});
