import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { startScript } from '../../helpers/scripted-image.ts';
import { chainFiles } from './chain-files.ts';
import { describeHop, type Hop, parseHops } from './hops.ts';

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
# Until the drivers are loaded.
sleep 5
round=$(parameter chain.round)
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
 * whether both had the same CPUs and the same memory each time.
 */
export async function jumpInRounds(rounds: number): Promise<boolean> {
  const image = await startScript({
    script: script(rounds),
    files: [
      ...(await chainFiles(['bookworm'])),
      { kind: 'file', path: 'chain/console.img', data: consoleArchive },
    ],
    memoryMb: 2048,
    cmdline: 'webboot.restarted chain.round=0',
  });
  const { machine } = image;
  try {
    const end = /^the chain (?:has ended|is broken)/m;
    await machine.waitFor(end, { timeoutMs: (rounds + 1) * 240_000 });
  } finally {
    await image.close();
  }
  const hops = parseHops(machine.log);
  const [own, other] = hops;
  if (hops.length < 2 * rounds + 1) console.error(machine.log.slice(-2000));
  if (own === undefined || other === undefined) return false;
  console.log('| round | kernel | CPUs | memory | available |\n|---|---|---|---|---|');
  hops.forEach((hop, index) => {
    console.log(`| ${Math.ceil(index / 2)} | ${describeHop(hop)} |`);
  });
  return (
    hops.length === 2 * rounds + 1 &&
    hops.every((hop) => isLike(hop, hop.kernel === own.kernel ? own : other))
  );
}

/** KASLR moves what a kernel keeps for itself by some pages; caches differ a little more. */
function isLike(hop: Hop, first: Hop): boolean {
  return (
    hop.cpus === first.cpus &&
    Math.abs(hop.totalKb - first.totalKb) < 1024 &&
    Math.abs(hop.availableKb - first.availableKb) < 0.02 * first.availableKb
  );
}
