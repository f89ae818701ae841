import { setTimeout as sleep } from 'node:timers/promises';
import { WebbootError } from '../../errors.ts';
import { run } from '../run.ts';
import { listInterfaces } from './interfaces.ts';

/** Switches that learn spanning trees hold a port back for 30 s; most links come within 5 s. */
const linkTimeoutMs = 8_000;
const pollMs = 50;

/** Starts an interface and waits for its carrier. Throws `no-link`. */
export async function bringLinkUp(name: string, signal: AbortSignal): Promise<void> {
  await startInterface(name);
  const deadline = performance.now() + linkTimeoutMs;
  for (;;) {
    signal.throwIfAborted();
    const facts = (await listInterfaces()).find((candidate) => candidate.name === name);
    if (facts?.link === 'up') return;
    if (facts === undefined) throw gone(name);
    if (performance.now() > deadline) throw noCable(name);
    await sleep(pollMs);
  }
}

async function startInterface(name: string): Promise<void> {
  const result = await run('ip', ['link', 'set', name, 'up']);
  if (result.exitCode === 0) return;
  throw new WebbootError('no-link', `${name} cannot be activated: ${result.stderr.trim()}`, {
    subject: name,
    remedy: 'Choose another interface. The log says what its driver lacks.',
  });
}

function noCable(name: string): WebbootError {
  return new WebbootError(
    'no-link',
    `${name} has no link: no cable, or nothing at the other end.`,
    {
      subject: name,
      remedy: 'Check the cable at both ends, or choose another interface.',
    },
  );
}

function gone(name: string): WebbootError {
  return new WebbootError('no-link', `${name} was removed.`, {
    subject: name,
    remedy: 'Plug it in again, or choose another interface.',
  });
}
