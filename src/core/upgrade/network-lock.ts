import { lockTable } from './places.ts';

/**
 * Rules for nft that drop what comes to and goes from these local ports, so that no peer learns
 * that its connection's other end is away. Everything else, such as a person's SSH, goes on.
 */
export function lockRules(ports: readonly number[]): string {
  const set = ports.toSorted((a, b) => a - b).join(', ');
  const chain = (hook: string, field: string) => [
    `  chain ${hook} {`,
    `    type filter hook ${hook} priority raw; policy accept;`,
    // A connection within the machine is at rest at both ends, or has an end that is not carried.
    ...(ports.length === 0 ? [] : [`    meta l4proto { tcp, udp } th ${field} { ${set} } drop`]),
    '  }',
  ];
  return [
    // Makes one that is there already empty.
    `table inet ${lockTable}`,
    `delete table inet ${lockTable}`,
    `table inet ${lockTable} {`,
    ...chain('input', 'dport'),
    ...chain('output', 'sport'),
    '}',
    '',
  ].join('\n');
}
