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
    const [host, bridge] = parseContainers(real).containers;
    expect(host).toMatchObject({
      name: 'host',
      status: 'running',
      pid: 628,
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
    expect(parseContainers(real).containers[2]).toMatchObject({
      unit: 'quad.service',
      autoRemove: true,
    });
  });

  it('is nothing if there is no container', () => {
    expect(parseContainers('[]')).toEqual({ containers: [], odd: [] });
  });

  it.each([
    ['Name', 'a name with a line break', { Name: 'a\nunit b' }],
    ['Name', 'a name that is an option', { Name: '--all' }],
    ['OCIRuntime', 'no runtime', { OCIRuntime: undefined }],
    ['StaticDir', 'a folder that leads elsewhere', { StaticDir: '/var/../etc/userdata' }],
    ['StaticDir', 'another folder', { StaticDir: '/etc' }],
    ['State.Pid', 'a PID below zero', { State: { Status: 'running', Pid: -1 } }],
    ['State', 'no state', { State: 'running' }],
    [
      'NetworkSettings.Ports',
      'a port that is none, under a name of its own',
      { NetworkSettings: { Ports: { '\u001b[2J': [{ HostPort: '99999' }] } } },
    ],
  ])('names the field %s of a container with %s, and reads the others', (field, _, change) => {
    const { containers, odd } = parseContainers(withFirst(change));
    expect(containers.map(({ name }) => name)).toEqual(['bridge', 'quad']);
    expect(odd).toEqual([{ id: JSON.parse(real)[0].Id, field }]);
  });

  it.each([
    ['an ID that is a path', { Id: '../../etc' }],
    ['no ID', { Id: undefined }],
  ])('leaves out what has %s', (_, change) => {
    const { containers, odd } = parseContainers(withFirst(change));
    expect({ read: containers.length, odd }).toEqual({ read: 2, odd: [] });
  });

  it.each([
    ['no JSON', '<html>'],
    ['no list', '{}'],
    ['null', 'null'],
    ['nesting without an end', '['.repeat(100_000)],
    ['more than anybody has', `[${' '.repeat(5_000_000)}]`],
    ['more containers than anybody has', JSON.stringify(Array(300).fill(JSON.parse(real)[0]))],
  ])('is refused if it is %s', (_, text) => {
    expect(() => parseContainers(text)).toThrow(/^podman containers: /);
  });
});
