import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { WebbootError } from '../../../../src/errors.ts';
import {
  canCheckpoint,
  listContainers,
  type Runner,
  serviceOfGroup,
} from '../../../../src/linux/upgrade/podman.ts';

const inspected = await readFile('test/fixtures/podman/inspect.json', 'utf8');
const ids: readonly string[] = JSON.parse(inspected).map(({ Id }: { Id: string }) => Id);

/** A podman that answers as it did, and writes down what it was asked. */
function fakePodman(answers: { readonly listed: string; readonly stdout?: string }) {
  const asked: (readonly string[])[] = [];
  const runner: Runner = async (_, args) => {
    asked.push(args);
    const stdout = args[0] === 'ps' ? answers.listed : (answers.stdout ?? inspected);
    return { exitCode: 0, stdout, stderr: '' };
  };
  return { runner, asked };
}

describe('the containers of podman', () => {
  it('are asked for by their IDs', async () => {
    const { runner, asked } = fakePodman({ listed: ids.join('\n') });
    const found = await listContainers(runner);
    expect(found.map(({ name }) => name)).toEqual(['host', 'bridge', 'quad']);
    expect(asked[1]).toEqual(['container', 'inspect', ...ids]);
  });

  it('are none on a machine without podman', async () => {
    const missing = async () => {
      throw new WebbootError('host-tool-missing', 'The command podman is not on this machine.');
    };
    expect(await listContainers(missing)).toEqual([]);
  });

  it('are none if podman lists none, or something else', async () => {
    const { runner, asked } = fakePodman({ listed: '--format\nError: no\n' });
    expect(await listContainers(runner)).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('are refused if podman prints what is no list of them', async () => {
    const { runner } = fakePodman({ listed: ids.join('\n'), stdout: '{"a":' });
    await expect(listContainers(runner)).rejects.toMatchObject({
      code: 'host-unsupported',
      remedy: expect.stringContaining('podman ps'),
    });
  });

  it('are never taken for none because podman fails', async () => {
    const failing: Runner = async () => ({
      exitCode: 125,
      stdout: '',
      stderr: 'database is locked',
    });
    await expect(listContainers(failing)).rejects.toThrow('database is locked');
    const vanishing: Runner = async (_, args) =>
      args[0] === 'ps' ? { exitCode: 0, stdout: ids.join('\n'), stderr: '' } : failing('', []);
    await expect(listContainers(vanishing)).rejects.toThrow('database is locked');
  });
});

const versionOf = (stdout: string) => async () => ({ exitCode: 0, stdout, stderr: '' });
const crun = (features: string) =>
  `crun version 1.21\ncommit: 1026\nrundir: /run/crun\nspec: 1.0.0\n${features}`;

describe('an OCI runtime can checkpoint', () => {
  it.each([
    ['crun', '+SYSTEMD +SELINUX +APPARMOR +CAP +SECCOMP +EBPF +CRIU +WASM:wasmedge +YAJL', true],
    ['/usr/bin/crun', '+CRIU', true],
    ['crun', '+SYSTEMD +SELINUX +YAJL', false],
    ['crun', '+SYSTEMD +CRIUSOMETHING', false],
    ['runc', '', true],
    ['runsc', '', false],
  ])('%s with %s: %s', async (runtime, features, expected) => {
    expect(await canCheckpoint(runtime, versionOf(crun(features)))).toBe(expected);
  });
});

describe('the service that has started a container', () => {
  it.each([
    ['/system.slice/quad.service/runtime', 'quad.service'],
    ['/system.slice/deploy.service', 'deploy.service'],
    ['/machine.slice/libpod-conmon-4aa462e1.scope', ''],
    ['/user.slice/user-0.slice/session-1.scope', ''],
    ['', ''],
  ])('of the group %j is %j', (group, service) => {
    expect(serviceOfGroup(group)).toBe(service);
  });
});
