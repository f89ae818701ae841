import { nearService } from '../../core/network/near-service.ts';
import { printable } from '../../core/printable.ts';

/** A machine that says that it serves images. */
export interface NearMachine {
  /** As it calls itself: foreign, but printable, and of at most 63 letters. */
  readonly name: string;
  readonly port: number;
}

/** A record of a DNS message as its decoder gives it; the message came from anybody. */
interface DnsRecord {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly ttl?: unknown;
  readonly data?: unknown;
}

/** More records than an honest answer has. */
const mostRecords = 64;

/**
 * The machine that an mDNS answer tells of, if it has the service or the subtype that was asked for;
 * undefined for any other message and for a goodbye (RFC 6762, section 10.1). Where the machine is,
 * is not read from it: it is who sent the message.
 */
export function readNearAnswer(
  records: readonly DnsRecord[],
  asked: string,
  service = nearService,
): NearMachine | undefined {
  const bounded = records.slice(0, mostRecords);
  const pointer = bounded.find(
    ({ type, name, ttl }) => type === 'PTR' && sameName(name, asked) && ttl !== 0,
  );
  const instance = pointer?.data;
  if (typeof instance !== 'string' || !isOf(instance, service)) return undefined;
  const place = bounded.find(({ type, name }) => type === 'SRV' && sameName(name, instance));
  const port = portOf(place?.data);
  if (port === undefined) return undefined;
  const name = instance.slice(0, -service.length - 1).slice(0, 63);
  return { name: printable(name), port };
}

/** Names are the same in capitals (RFC 6762, section 16). */
function sameName(name: unknown, other: string): boolean {
  return typeof name === 'string' && name.toLowerCase() === other.toLowerCase();
}

function isOf(instance: string, service: string): boolean {
  return instance.toLowerCase().endsWith(`.${service}`);
}

function portOf(data: unknown): number | undefined {
  if (typeof data !== 'object' || data === null || !('port' in data)) return undefined;
  const { port } = data;
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536
    ? port
    : undefined;
}
