import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { startScript } from '../../helpers/scripted-image.ts';
import type { SoakCase } from '../cases.ts';
import { chainFiles } from './chain-files.ts';
import { areSteady, chainEnd, describeHops, parseHops } from './hops.ts';

/** The archive that the image packs of itself lacks the console, which a mount hides. */
const consoleArchive = writeCpio([
  { kind: 'directory', path: 'dev' },
  { kind: 'char-device', path: 'dev/console', major: 5, minor: 1 },
]);

const script = (rounds: number) => `
parameter() {
  for word in $(cat /proc/cmdline); do
    case $word in "$1"=*) echo "\${word#*=}" ;; esac
  done
}
memory() {
  grep "^$1:" /proc/meminfo | tr -dc 0-9
}
until dmesg | grep -q 'webboot: drivers loaded'; do sleep 0.2; done
round=$(parameter chain.round)
echo 3 >/proc/sys/vm/drop_caches
echo "hop: kernel=$(uname -r) cpus=$(nproc) total=$(memory MemTotal) available=$(memory MemAvailable)"
[ "$round" -ge ${rounds} ] && echo 'the chain has ended' && exit
cd /
find . -xdev | cpio -o -H newc >/run/own.img
$webboot kexec /chain/vmlinuz-bookworm --initrd /run/own.img --initrd /chain/console.img \\
  --append "console=ttyS0,115200 panic=-1 quiet rdinit=/chain/hop chain=own chain.round=$((round + 1))"
echo 'the chain is broken'
`;

/**
 * From webboot's image into Debian's 6.1 by `webboot kexec`, and from there back, again and again;
 * both must have the same CPUs and the same memory each time.
 */
export const jumpInRounds =
  (rounds: number): SoakCase['run'] =>
  async (watch) => {
    const image = await startScript({
      script: script(rounds),
      files: [
        ...(await chainFiles(['bookworm'])),
        { kind: 'file', path: 'chain/console.img', data: consoleArchive },
      ],
      memoryMb: 1536,
      inTurns: true,
      cmdline: 'webboot.restarted chain.round=0',
    });
    const { machine } = image;
    watch(machine);
    try {
      await machine.waitFor(chainEnd, { timeoutMs: (rounds + 1) * 240_000 }).catch(() => {});
    } finally {
      await image.close();
    }
    const hops = parseHops(machine.log);
    return {
      ok: hops.length === 2 * rounds + 1 && areSteady(hops),
      cells: [hops.length - 1, machine.elapsed.toFixed(0), ...describeHops(hops)],
    };
  };
