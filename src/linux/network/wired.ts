import { setTimeout as sleep } from 'node:timers/promises';
import { WebbootError } from '../../errors.ts';
import { run } from '../run.ts';
import { listInterfaces } from './interfaces.ts';

/** Switches that learn spanning trees hold a port back for 30 s; most links come within 5 s. */
const linkTimeoutMs = 8_000;
const leaseTimeoutMs = 45_000;
const pollMs = 50;
/** Sets what the server gave; initramfs/dhcp.sh. */
const dhcpScript = '/webboot/dhcp.sh';

interface WiredOptions {
  readonly signal?: AbortSignal;
}

/** Brings an interface up and gets it an address by DHCP. Throws `no-link` or `no-lease`. */
export async function connectWired(name: string, options: WiredOptions = {}): Promise<void> {
  await bringUp(name);
  await waitForLink(name, options);
  await requestLease(name, options);
}

async function bringUp(name: string): Promise<void> {
  const result = await run('ip', ['link', 'set', name, 'up']);
  if (result.exitCode === 0) return;
  throw new WebbootError('no-link', `${name} does not start: ${result.stderr.trim()}`, {
    subject: name,
    remedy: 'Choose another interface; the log says what its driver misses.',
  });
}

async function waitForLink(name: string, options: WiredOptions): Promise<void> {
  const deadline = performance.now() + linkTimeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    const facts = (await listInterfaces()).find((candidate) => candidate.name === name);
    if (facts?.link === 'up') return;
    if (performance.now() > deadline) {
      throw new WebbootError(
        'no-link',
        `${name} has no link: no cable, or nothing at its other end.`,
        {
          subject: name,
          remedy: 'Plug the cable in at both ends, or choose another interface.',
        },
      );
    }
    await sleep(pollMs);
  }
}

/** udhcpc keeps no daemon: a lease outlasts a download, and the live system asks for its own. */
async function requestLease(name: string, options: WiredOptions): Promise<void> {
  const result = await run(
    'udhcpc',
    ['-i', name, '-s', dhcpScript, '-n', '-q', '-f', '-t', '8', '-T', '2', '-A', '1'],
    { timeoutMs: leaseTimeoutMs, ...options },
  );
  if (result.exitCode === 0) return;
  throw new WebbootError('no-lease', `No DHCP server answered on ${name}.`, {
    subject: name,
    remedy: 'Check the network, try again, or give an address by hand.',
  });
}
