import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

const claims = new Map<string, Server>();

/**
 * Takes a block device for this process alone, among all that run webboot, until it is given back or
 * the process ends, however that ends. Returns how to give it back; undefined if another process
 * has it. A device opened with O_EXCL could not be mounted by this process either, so a name of the
 * kernel's stands for it (unix(7), "Abstract sockets").
 */
export async function claimDevice(device: string): Promise<(() => void) | undefined> {
  const mine = claims.get(device);
  if (mine !== undefined) return () => release(device);
  const server = createServer((caller) => caller.destroy());
  server.unref();
  try {
    server.listen(`\0webboot:${device}`);
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  claims.set(device, server);
  return () => release(device);
}

function release(device: string): void {
  claims.get(device)?.close();
  claims.delete(device);
}
