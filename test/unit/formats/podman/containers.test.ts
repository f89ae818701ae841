import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseContainers } from '../../../../src/formats/podman/containers.ts';

/** As podman 5.4.2 printed it: one in the network of the host, one with a port, and one of a Quadlet. */
const real = await readFile('test/fixtures/podman/inspect.json', 'utf8');

const withFirst = (change: Record<string, unknown>) => {
  const [first, ...others] = JSON.parse(real);
  return JSON.stringify([{ ...first, ...change }, ...others]);
};

describe('what podman prints about containers', () => {
  it('says what runs, by which runtime, and which ports of the host lead there', () => {
    const [host, bridge] = parseContainers(real);
    expect(host).toMatchObject({
      name: 'host',
      status: 'running',
      pid: 628,
      conmonPid: 622,
      runtime: 'crun',
      networkMode: 'host',
      pidMode: 'private',
      autoRemove: false,
      ports: [],
      unit: '',
    });
    expect(host?.directory).toBe(
      `/var/lib/containers/storage/overlay-containers/${host?.id}/userdata`,
    );
    expect(bridge).toMatchObject({ name: 'bridge', networkMode: 'bridge', ports: [7003] });
  });

  it('names the service that a container was created for', () => {
    expect(parseContainers(real)[2]).toMatchObject({ unit: 'quad.service', autoRemove: true });
  });

  it('is nothing if there is no container', () => {
    expect(parseContainers('[]')).toEqual([]);
  });

  it.each([
    ['no JSON', '<html>'],
    ['no list', '{}'],
    ['null', 'null'],
    ['a name with a line break', withFirst({ Name: 'a\nunit b' })],
    ['a name that is an option', withFirst({ Name: '--all' })],
    ['an ID that is a path', withFirst({ Id: '../../etc' })],
    ['a folder that leads elsewhere', withFirst({ StaticDir: '/var/../etc/userdata' })],
    ['another folder', withFirst({ StaticDir: '/etc' })],
    ['a PID below zero', withFirst({ State: { Status: 'running', Pid: -1 } })],
    [
      'a port that is none',
      withFirst({ NetworkSettings: { Ports: { x: [{ HostPort: '99999' }] } } }),
    ],
    ['nesting without an end', '['.repeat(100_000)],
    ['more than anybody has', `[${' '.repeat(5_000_000)}]`],
    ['more containers than anybody has', JSON.stringify(Array(300).fill(JSON.parse(real)[0]))],
  ])('is refused if it is %s', (_, text) => {
    expect(() => parseContainers(text)).toThrow(/^podman containers: /);
  });
});
