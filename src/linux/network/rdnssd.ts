import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { runDirectory } from '../run-directory.ts';
import { resolverFolder } from './name-servers.ts';

let daemon: ChildProcess | undefined;

/**
 * Starts what hears the name servers in router advertisements (RFC 8106), one for all interfaces;
 * the kernel leaves them to user space. Where there is none, DHCP's have to do.
 */
export function startRdnssd(): void {
  if (daemon !== undefined) return;
  mkdirSync(resolverFolder, { recursive: true });
  const files = ['-p', `${runDirectory}/rdnssd.pid`, '-r', `${resolverFolder}/rdnss`];
  const words = ['-f', '-u', 'root', ...files, '-H', '/webboot/resolv.sh'];
  daemon = spawn('rdnssd', words, { stdio: 'ignore' });
  daemon.on('error', () => {});
  daemon.unref();
}
