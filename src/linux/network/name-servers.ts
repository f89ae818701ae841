import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { run } from '../run.ts';
import { runDirectory } from '../run-directory.ts';

/** One file a source ("eth0.dhcp"), in resolv.conf's own form; initramfs/resolv.sh merges them. */
export const resolverFolder = `${runDirectory}/resolv`;

/** Puts name servers in place of all those that networks give; none: theirs again. */
export async function overrideNameServers(addresses: readonly string[]): Promise<void> {
  await mkdir(resolverFolder, { recursive: true });
  // What sorts first is used alone.
  const given = `${resolverFolder}/0-given`;
  if (addresses.length === 0) await rm(given, { force: true });
  else await writeFile(given, addresses.map((address) => `nameserver ${address}\n`).join(''));
  await run('sh', ['/webboot/resolv.sh']);
}

/** Forgets what was learned over an interface. */
export async function forgetNameServers(name: string): Promise<void> {
  const files = await readdir(resolverFolder).catch((): string[] => []);
  const stale = files.filter((file) => file.startsWith(`${name}.`));
  await Promise.all(stale.map((file) => rm(`${resolverFolder}/${file}`, { force: true })));
}

/** Those in use; none where the network gave none. */
export async function readNameServers(): Promise<readonly string[]> {
  const text = await readFile('/etc/resolv.conf', 'utf8').catch(() => '');
  return [...text.matchAll(/^nameserver\s+(\S+)/gm)].flatMap((match) => match[1] ?? []);
}
