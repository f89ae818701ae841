import { expect, it } from 'vitest';
import { recognized } from '../../../helpers/families.ts';

it('Debian’s installer with packages has the questions about its CD answered, and not for the installed system', () => {
  const layout = new Set(['/.disk/base_installable']);
  expect(recognized({ cmdline: 'vga=788 --- quiet', layout })).toEqual({
    family: 'debian-installer',
    line: 'vga=788 cdrom-detect/manual_config=true cdrom-detect/cdrom_module=none cdrom-detect/cdrom_device=/dev/pmem0 --- quiet',
  });
});

it('Debian’s network installer is told of no CD', () => {
  const kernel = '/debian-installer/amd64/linux';
  expect(recognized({ cmdline: 'vga=788 --- quiet', kernel })).toEqual({
    family: 'debian-installer',
    line: 'vga=788 --- quiet',
  });
});
