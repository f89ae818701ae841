import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What must never be given to other machines. */
export const ownSecrets = ['the passphrase', 'the key', 'the parameters', 'the resolver'];

/** A tree as webboot runs from, with settings and secrets of a person in it. */
export async function makeOwnImage(root: string): Promise<void> {
  const files: Readonly<Record<string, string | Uint8Array>> = {
    init: '#!/bin/busybox sh\n',
    'bin/busybox': 'busybox',
    'bin/webboot': 'webboot',
    'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
    'etc/resolv.conf': 'the resolver',
    'etc/webboot/webboot.json': '{"wifi":[{"passphrase":"the passphrase"}]}',
    'etc/webboot/inject/authorized_keys': 'the key',
    'etc/webboot/distros/demo.json': '{}',
    'etc/webboot/distros/keys/demo.asc': 'a public key',
    'root/.ssh/id': 'the key',
    'tmp/scratch': 'the key',
    'webboot/cmdline': 'the parameters',
    'webboot/manifest.json': 'the parameters',
    'webboot/build-date': '1\n',
    'webboot/dist/main.mjs': 'console.log(1);'.repeat(1000),
    'webboot/dist/.compiled/main': 'compiled',
    'webboot/early/order': '',
    'webboot/usr.squashfs': Buffer.alloc(300_001, 'u'),
    'webboot/vmlinuz': Buffer.alloc(200_003, 'k'),
  };
  for (const [path, data] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), data);
  }
  await mkdir(join(root, 'dev'));
  await symlink('usr/lib', join(root, 'lib'));
  await symlink('/bin/busybox', join(root, 'bin/sh'));
}
