import { describe, expect, it } from 'vitest';
import { recognized } from '../../../helpers/families.ts';

describe('archiso under another name', () => {
  it.each([
    [
      'kdeosisobasedir=kdeos kdeosisolabel=KAOS_202409 xdriver=no',
      'kdeosisobasedir=kdeos xdriver=no kdeosisodevice=/dev/pmem0 copytoram=n',
    ],
    [
      'parabolaisobasedir=parabola parabolaisolabel=PARA_202205 copytoram=y quiet',
      'parabolaisobasedir=parabola quiet parabolaisodevice=/dev/pmem0 copytoram=n',
    ],
    [
      'artixbasedir=artix artixlabel=ARTIX checksum=n',
      'artixbasedir=artix checksum=n artixdevice=/dev/pmem0 copytoram=n',
    ],
    [
      'archisobasedir=arch archisosearchuuid=2026-01-01-00-00-00-00',
      'archisobasedir=arch archisodevice=/dev/pmem0 copytoram=n',
    ],
  ])('is told under the name that its line uses: %s', (cmdline, line) => {
    expect(recognized({ cmdline })).toEqual({ family: 'archiso', line });
  });

  it('is told under the name of its hook if the line has no name', () => {
    const initrd = new Set(['hooks/udev', 'hooks/kdeosiso', 'hooks/kdeosiso_loop_mnt', 'config']);
    const line = 'quiet kdeosisodevice=/dev/pmem0 copytoram=n';
    expect(recognized({ cmdline: 'quiet', initrd })).toEqual({ family: 'archiso', line });
  });

  it('is told by its line even if the initrd holds the scripts of another generator', () => {
    const cmdline = 'kdeosisobasedir=kdeos kdeosisolabel=KAOS';
    const initrd = new Set(['init', 'scripts/live']);
    expect(recognized({ cmdline, initrd }).family).toBe('archiso');
  });

  it.each(['databasedir=/x', 'hooksbasedir=a otherlabel=b', 'label=x basedir=y'])(
    'is not every line with a directory: %s',
    (cmdline) => expect(recognized({ cmdline }).family).toBe('unknown'),
  );

  it('takes no name that is none of a shell variable', () => {
    const cmdline = '$(reboot)basedir=a $(reboot)label=b';
    const initrd = new Set(['hooks/a;b_loop_mnt', 'hooks/a;b']);
    expect(recognized({ cmdline, initrd })).toEqual({ family: 'unknown', line: cmdline });
  });
});
