import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { WebbootError } from '../../../../src/errors.ts';
import type { RunResult } from '../../../../src/linux/run-result.ts';
import {
  canCheckpoint,
  listContainers,
  type Runner,
} from '../../../../src/linux/upgrade/podman.ts';

const inspected = await readFile('test/fixtures/podman/inspect.json', 'utf8');
const descriptions: readonly { Id: string; Name: string }[] = JSON.parse(inspected);
const ids = descriptions.map(({ Id }) => Id);
const listed = descriptions.map(({ Id, Name }) => `${Id} ${Name}`).join('\n');

interface Answers {
  readonly listed: string;
  readonly inspect?: (asked: readonly string[]) => Partial<RunResult>;
  /** Of those that are not described. */
  readonly exists?: number;
}

/** A podman that answers as it did, and writes down what it was asked. */
function fakePodman({ listed, inspect = answerFor, exists = 0 }: Answers) {
  const asked: (readonly string[])[] = [];
  const runner: Runner = async (_, args) => {
    asked.push(args);
    const silent = { exitCode: 0, stdout: '', stderr: '' };
    if (args[0] === 'ps') return { ...silent, stdout: listed };
    if (args[1] === 'exists') return { ...silent, exitCode: exists };
    return { ...silent, ...inspect(args.slice(2)) };
  };
  return { runner, asked };
}

const answerFor = (asked: readonly string[]) => ({
  stdout: JSON.stringify(descriptions.filter(({ Id }) => asked.includes(Id))),
});

describe('the containers of podman', () => {
  it('are asked for by their IDs', async () => {
    const { runner, asked } = fakePodman({ listed });
    const { read, unread } = await listContainers(runner);
    expect(read.map(({ name }) => name)).toEqual(['host', 'bridge', 'quad']);
    expect(unread).toEqual([]);
    expect(asked[1]).toEqual(['container', 'inspect', ...ids]);
  });

  it('are asked for in parts if there are many', async () => {
    const many = Array.from({ length: 300 }, (_, at) => `${at}`.padStart(64, '0'));
    const one = descriptions[0];
    const { runner } = fakePodman({
      listed: many.join('\n'),
      inspect: (asked) => ({ stdout: JSON.stringify(asked.map((Id) => ({ ...one, Id }))) }),
    });
    expect((await listContainers(runner)).read.map(({ id }) => id)).toEqual(many);
  });

  it('are none on a machine without podman', async () => {
    const missing = async () => {
      throw new WebbootError('host-tool-missing', 'The command podman is not on this machine.');
    };
    expect(await listContainers(missing)).toEqual({ read: [], unread: [] });
  });

  it('are none if podman lists none, or something else', async () => {
    const { runner, asked } = fakePodman({ listed: '--format\nError: no\n' });
    expect(await listContainers(runner)).toEqual({ read: [], unread: [] });
    expect(asked).toHaveLength(1);
  });

  it('are refused if podman prints what is no list of them', async () => {
    const { runner } = fakePodman({ listed, inspect: () => ({ stdout: '{"a":' }) });
    await expect(listContainers(runner)).rejects.toMatchObject({
      code: 'host-unsupported',
      remedy: expect.stringContaining('podman ps'),
    });
  });

  it('are never taken for none because podman fails', async () => {
    const locked = { exitCode: 125, stderr: 'database is locked' };
    const failing: Runner = async () => ({ stdout: '', ...locked });
    await expect(listContainers(failing)).rejects.toThrow('database is locked');
    const { runner } = fakePodman({ listed, inspect: () => locked });
    await expect(listContainers(runner)).rejects.toThrow('database is locked');
  });
});

describe('a container that podman describes in an odd way', () => {
  const [odd = ''] = ids;
  const whole = { read: ['bridge', 'quad'] };
  const listedWith = async (answers: Partial<Answers>) => {
    const { read, unread } = await listContainers(fakePodman({ listed, ...answers }).runner);
    return { read: read.map(({ name }) => name), unread };
  };

  it('is known by its name, and the others are read', async () => {
    const changed = descriptions.map((one) => (one.Id === odd ? { ...one, StaticDir: 7 } : one));
    expect(await listedWith({ inspect: () => ({ stdout: JSON.stringify(changed) }) })).toEqual({
      ...whole,
      unread: [{ id: odd, name: 'host', why: 'StaticDir has an unknown form' }],
    });
  });

  it('may make the whole answer unreadable, and is found by asking for each alone', async () => {
    const inspect = (asked: readonly string[]) =>
      asked.includes(odd) ? { stdout: '[{"Id":' } : answerFor(asked);
    expect(await listedWith({ inspect })).toEqual({
      ...whole,
      unread: [{ id: odd, name: 'host', why: 'no description' }],
    });
  });

  it('is not forgotten if podman leaves it out', async () => {
    const inspect = () => ({ ...answerFor(ids.slice(1)), exitCode: 125 });
    const left = [{ id: odd, name: 'host', why: 'no description' }];
    expect(await listedWith({ inspect })).toEqual({ ...whole, unread: left });
    expect(await listedWith({ inspect, exists: 125 })).toEqual({ ...whole, unread: left });
  });

  it('is gone if podman says that it was removed meanwhile', async () => {
    const inspect = () => ({ ...answerFor(ids.slice(1)), exitCode: 125 });
    expect(await listedWith({ inspect, exists: 1 })).toEqual({ ...whole, unread: [] });
  });

  it('has no name if that is odd as well', async () => {
    const inspect = () => answerFor(ids.slice(1));
    const hostile = `${odd} --all\u001b[2J\n${listed.split('\n').slice(1).join('\n')}`;
    expect((await listedWith({ inspect, listed: hostile })).unread).toMatchObject([{ name: '' }]);
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

  it('but not if it is not there', async () => {
    const missing = async () => {
      throw new WebbootError('host-tool-missing', 'The command crun is not on this machine.');
    };
    expect(await canCheckpoint('/opt/crun', missing)).toBe(false);
  });
});
