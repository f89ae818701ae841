import { WebbootError } from '../../errors.ts';
import { run } from '../run.ts';

/** Sets what the server gave; initramfs/dhcp.sh, which IPv6 shares. */
const script = '/webboot/dhcp.sh';
/** A server behind a switch that learns spanning trees is not heard for the first 30 s. */
const attempts = 20;
const attemptSeconds = 2;
const timeoutMs = (attempts + 5) * attemptSeconds * 1000;

/**
 * DHCPv4, RFC 2131. No daemon is kept: a lease outlasts a download, and the live system asks for
 * its own. Throws `no-lease`, with the server's words where it refused.
 */
export async function requestLease(name: string, signal: AbortSignal): Promise<void> {
  const tries = ['-t', String(attempts), '-T', String(attemptSeconds), '-A', '1'];
  const result = await run('udhcpc', ['-i', name, '-s', script, '-n', '-q', '-f', ...tries], {
    timeoutMs,
    signal,
  });
  if (result.exitCode === 0) return;
  const refused = /the DHCP server refused the address on [^\s:]{1,32}(?:: (.{1,200}))?/.exec(
    result.stderr,
  );
  throw new WebbootError(
    'no-lease',
    refused === null
      ? `No DHCP server answered on ${name}.`
      : `The DHCP server on ${name} refused to give an address${reason(refused[1])}.`,
    {
      subject: name,
      remedy:
        refused === null
          ? 'Check that this network gives addresses (a router, not a bare switch), try again, or give an address with webboot.ip=.'
          : 'The network may let only known machines in: ask who runs it, or give an address with webboot.ip=.',
    },
  );
}

function reason(message: string | undefined): string {
  return message === undefined ? '' : `: ${message.trim().replace(/\.$/, '')}`;
}

/** DHCPv6, RFC 8415: an address with `stateful`, only name servers without. True where it answered. */
export async function requestDhcpv6(
  name: string,
  { stateful, signal }: { stateful: boolean; signal: AbortSignal },
): Promise<boolean> {
  const what = stateful ? [] : ['-l'];
  const words = ['-i', name, '-s', script, '-n', '-q', '-f', '-t', '3', '-T', '2', ...what];
  return (await run('udhcpc6', words, { timeoutMs: 15_000, signal })).exitCode === 0;
}
