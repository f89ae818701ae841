/**
 * What each room of src may import; nothing else is allowed. The longest matching name is a file's
 * room, and every room may import itself. Names are rooms, packages, or `node:` modules; `node:*`
 * is all of Node. CONTRIBUTING.md says what each room is for.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
  'src/core': [],
  'src/errors.ts': ['src/core'],
  'src/build-info.ts': [],
  'src/shipped.ts': ['node:url'],
  'src/ports': ['src/core'],
  'src/formats': [
    'src/core',
    'src/errors.ts',
    'src/ports',
    'node:crypto',
    'node:path',
    'node:stream',
    'node:zlib',
  ],
  'src/formats/catalogue': ['src/formats', 'src/core', 'src/errors.ts', 'valibot'],
  'src/formats/package': ['src/formats', 'src/errors.ts', 'src/ports', 'tar'],
  'src/formats/podman': ['src/formats', 'src/core', 'src/errors.ts', 'valibot'],
  'src/formats/settings': ['src/formats', 'src/core', 'src/errors.ts', 'valibot'],
  'src/formats/zip': [
    'src/formats',
    'src/core',
    'src/errors.ts',
    'src/ports',
    'node:stream',
    'node:zlib',
    'yauzl',
  ],
  'src/formats/near': ['src/formats', 'src/core', 'src/errors.ts', 'valibot'],
  'src/verify': ['src/core', 'src/errors.ts', 'src/formats', 'src/ports', 'node:crypto', 'openpgp'],
  'src/storage': [
    ...['src/core', 'src/errors.ts', 'src/ports'],
    ...['node:crypto', 'node:fs', 'node:fs/promises', 'node:path', 'node:worker_threads'],
  ],
  'src/net': [
    ...['src/core', 'src/errors.ts', 'src/ports', 'src/storage', 'undici'],
    ...[
      'node:dns/promises',
      'node:fs',
      'node:fs/promises',
      'node:http',
      'node:https',
      'node:net',
      'node:path',
    ],
    ...['node:timers/promises', 'node:tls', 'node:crypto'],
  ],
  'src/swarm': [
    ...['src/core', 'src/errors.ts', 'src/formats', 'src/ports', 'src/storage'],
    ...['node:crypto', 'node:dgram', 'node:events', 'node:net', 'node:timers/promises'],
  ],
  'src/linux': ['src/core', 'src/errors.ts', 'src/formats', 'src/ports', 'src/storage', 'node:*'],
  'src/boot': [
    ...['src/core', 'src/errors.ts', 'src/formats', 'src/ports', 'src/verify'],
    ...['src/build-info.ts', 'node:path'],
  ],
  'src/discovery': [
    ...['src/core', 'src/formats', 'src/ports', 'multicast-dns', 'bittorrent-dht'],
    ...['node:crypto', 'node:dgram', 'node:events', 'node:net', 'node:os', 'node:timers/promises'],
  ],
  'src/http': ['src/errors.ts', 'node:events', 'node:http', 'node:net', 'node:os'],
  'src/serve': [
    ...['src/core', 'src/errors.ts', 'src/ports', 'src/storage', 'src/boot', 'src/http'],
    'src/swarm',
    ...['node:crypto', 'node:events', 'node:fs/promises', 'node:http', 'node:net', 'node:path'],
    'node:timers/promises',
  ],
  'src/updates': [
    ...['src/core', 'src/errors.ts', 'src/formats', 'src/ports'],
    ...['tuf-js', 'node:fs/promises', 'node:path'],
  ],
  'src/menu': ['src/core', 'src/boot'],
  'src/remote': [
    ...['src/core', 'src/http', 'src/menu', 'valibot'],
    ...['@peculiar/asn1-schema', '@peculiar/asn1-x509'],
    ...['node:crypto', 'node:http', 'node:https', 'node:net', 'node:zlib'],
  ],
  'src/page': ['src/menu', 'src/remote', 'react', 'react-reconciler'],
  'src/tui': [
    'src/core',
    'src/boot',
    'src/menu',
    'ink',
    'react',
    'uqr',
    'node:stream',
    'node:string_decoder',
  ],
  'src/cli': [
    ...['src/core', 'src/errors.ts', 'src/formats', 'src/ports', 'src/boot'],
    ...['node:fs/promises', 'node:path', 'node:util'],
  ],
  'src/app': [
    ...['src/core', 'src/errors.ts', 'src/formats', 'src/ports', 'src/verify', 'src/storage'],
    ...['src/net', 'src/linux', 'src/updates', 'src/boot', 'src/menu', 'src/tui', 'src/cli'],
    ...[
      'src/http',
      'src/remote',
      'src/serve',
      'src/swarm',
      'src/discovery',
      'src/build-info.ts',
      'src/shipped.ts',
      'node:fs/promises',
      'node:os',
      'node:path',
      'node:timers/promises',
    ],
  ],
  'src/main.ts': ['src/app', 'src/cli', 'src/core', 'src/errors.ts'],
  'src/init.ts': ['src/app'],
  'src/restart.ts': ['src/boot', 'src/core', 'src/linux'],
};

export function roomOf(path: string): string | undefined {
  return Object.keys(layers)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** Why a file must not import that; undefined if it may. */
export function breach(from: string, to: string): string | undefined {
  const room = roomOf(from);
  if (room === undefined) return `${from} is in no room`;
  const allowed = layers[room] ?? [];
  const target = to.startsWith('src/') ? roomOf(to) : packageOf(to);
  if (target === undefined) return `${from} imports ${to}, which is in no room`;
  if (target === room || allowed.includes(target)) return undefined;
  // A room of one subject, such as src/formats/zip, may be imported by whoever may import the room around it.
  if (allowed.some((name) => target.startsWith(`${name}/`))) return undefined;
  if (room.startsWith(`${target}/`)) return undefined;
  if (target.startsWith('node:') && allowed.includes('node:*')) return undefined;
  return `${from} imports ${to}: ${room} may import ${allowed.join(', ') || 'nothing'}`;
}

function packageOf(name: string): string {
  if (name.startsWith('node:')) return name;
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
