import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import {
  grubNetbootMenu,
  ipxeScript,
  isPlainParameters,
} from '../../../../src/core/netboot/scripts.ts';

const append = 'webboot.auto webboot.distro=debian/standard webboot.ip=dhcp';

test("GRUB's own parser accepts the menu, which loads both images behind the kernel", () => {
  const menu = grubNetbootMenu({ append, root: '(http,$net_default_server:8080)/boot' });
  expect(() => execFileSync('grub-script-check', { input: menu })).not.toThrow();
  expect(menu).toMatch(/linux \(http,\$net_default_server:8080\)\/boot\/vmlinuz .*webboot\.auto/);
  expect(menu).toMatch(/initrd \S+\/boot\/initramfs\.img \S+\/boot\/kernel\.img\n/);
});

test('GRUB on arm64 loads the images of arm64, whose kernel has another serial line', () => {
  const menu = grubNetbootMenu({ append, root: '/boot' });
  const [, arm64 = '', other = ''] =
    /\[ "\$grub_cpu" = arm64 \]; then\n([\s\S]*)\n {2}else\n([\s\S]*)\n {2}fi/.exec(menu) ?? [];
  expect(arm64).toMatch(/linux \/boot\/arm64\/vmlinuz .*console=ttyAMA0.* webboot\.auto/);
  expect(arm64).toContain('initrd /boot/arm64/initramfs.img /boot/arm64/kernel.img');
  expect(other).not.toMatch(/arm64|ttyAMA0/);
});

test('iPXE on arm64 loads the images of arm64', () => {
  const [before = '', after = ''] = ipxeScript(append).split('\n:arm64\n');
  expect(before).toContain(`iseq \${buildarch} arm64 && goto arm64 ||\n`);
  expect(after).toMatch(/^kernel arm64\/vmlinuz .*console=ttyAMA0/);
  expect(after).toContain('initrd arm64/initramfs.img ');
  expect(before).not.toContain('arm64/');
});

test('iPXE names to the kernel each initrd that it loads', () => {
  const [script = ''] = ipxeScript(append).split('\n:arm64\n');
  const [, names = ''] = /^kernel vmlinuz (.*?) console=/m.exec(script) ?? [];
  const loaded = [...script.matchAll(/^initrd (\S+)/gm)].map(([, name]) => `initrd=${name}`);
  expect(names.split(' ')).toEqual(loaded);
  expect(loaded).toEqual(['initrd=initramfs.img', 'initrd=kernel.img']);
});

test.each([
  'a;reboot',
  'a && b',
  'a|b',
  '$root',
  '"x"',
  "'x'",
  'a\nb',
  'a{b}',
  'a\\b',
  'a#b',
  '`a`',
])('kernel parameters that a boot loader would interpret are refused: %j', (text) => {
  expect(isPlainParameters(text)).toBe(false);
});

test('kernel parameters as people give them are accepted', () => {
  expect(isPlainParameters(append)).toBe(true);
  expect(isPlainParameters('ip=[fe80::1] root=/dev/sda1 a.b=c,d~e')).toBe(true);
});
