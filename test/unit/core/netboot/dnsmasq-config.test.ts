import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { dnsmasqConfig } from '../../../../src/core/netboot/dnsmasq-config.ts';

const wish = {
  networks: [
    { interface: 'eth0', address: '10.0.0.5', netmask: '255.255.255.0' },
    { interface: 'enp3s0.7', address: '192.168.7.1', netmask: '255.255.0.0' },
  ],
  folder: '/tmp',
  port: 8080,
  path: '/boot',
} as const;
const config = dnsmasqConfig({ ...wish, architectures: ['x86_64', 'aarch64'] });

test('dnsmasq accepts the configuration', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-dnsmasq-'));
  try {
    const file = join(folder, 'dnsmasq.conf');
    await writeFile(file, config);
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
    const checked = promisify(execFile)('dnsmasq', ['--test', `--conf-file=${file}`], { env });
    expect((await checked).stderr).toContain('syntax check OK');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('gives no addresses, and sends each client to the address of its own network', () => {
  const ranges = config.split('\n').filter((line) => line.startsWith('dhcp-range='));
  expect(ranges).toEqual([
    'dhcp-range=10.0.0.5,proxy,255.255.255.0',
    'dhcp-range=192.168.7.1,proxy,255.255.0.0',
  ]);
  expect(config).toContain(
    'dhcp-boot=tag:ipxe,tag:eth0,http://10.0.0.5:8080/boot/boot.ipxe,10.0.0.5,10.0.0.5\n',
  );
  expect(config).toContain('tag:enp3s0.7,http://192.168.7.1:8080/boot/boot.ipxe');
});

test('gives each kind of UEFI machine its own shim, by TFTP and by HTTP', () => {
  const services = [...config.matchAll(/^pxe-service=tag:!ipxe,(\d+),"webboot",(\S+)$/gm)];
  expect(Object.fromEntries(services.map(([, client, file]) => [client, file]))).toEqual({
    0: 'undionly.kpxe',
    7: 'shimx64.efi',
    9: 'shimx64.efi',
    11: 'shimaa64.efi',
  });
  const http = [...config.matchAll(/^dhcp-match=set:(\w+),option:client-arch,(\d+)$/gm)].map(
    ([, tag, client]) => {
      const answer = new RegExp(`^dhcp-boot=tag:${tag},tag:!ipxe,tag:eth0,(\\S+?),`, 'm');
      return [client, answer.exec(config)?.[1]];
    },
  );
  expect(Object.fromEntries(http)).toEqual({
    16: 'http://10.0.0.5:8080/boot/shimx64.efi',
    19: 'http://10.0.0.5:8080/boot/shimaa64.efi',
  });
});

test('answers no machine that it has no files for', () => {
  expect(dnsmasqConfig({ ...wish, architectures: ['aarch64'] })).not.toMatch(/x64|undionly/);
  expect(dnsmasqConfig({ ...wish, architectures: ['x86_64'] })).not.toContain('aa64');
});
