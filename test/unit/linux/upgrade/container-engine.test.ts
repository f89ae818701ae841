import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CutOffError } from '../../../../src/errors.ts';
import { createContainerEngine } from '../../../../src/linux/upgrade/container-engine.ts';
import { wipeContainers } from '../../../../src/linux/upgrade/container-places.ts';
import { containerFacts } from '../../../helpers/unit-facts.ts';

let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'webboot-containers-'));
  folder = join(root, 'storage/userdata');
  await mkdir(folder, { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

/** What podman was asked for, without the limit in time; it exits with the given status. */
function engineWith(exitCode = 0, stdout = '') {
  const asked: string[] = [];
  /** What criu writes to its log, and what iptables drops. */
  const criu: { log: string; rules: readonly string[] } = { log: '', rules: [] };
  const answer = async (command: readonly string[], note = '') => {
    if (command[0] === 'systemctl') {
      asked.push(command.join(' '));
      return { exitCode: 0, stdout: '', stderr: '' };
    }
    if (/^ip6?tables-save$/.test(command[3] ?? '')) {
      const rules = command[3] === 'iptables-save' ? criu.rules : [];
      return { exitCode: 0, stdout: `*filter\n${rules.join('\n')}\nCOMMIT\n`, stderr: '' };
    }
    if (criu.log !== '') await writeFile(join(folder, 'dump.log'), criu.log);
    expect(command.slice(0, 3)).toEqual(['timeout', '--kill-after=5', '120']);
    asked.push(command.slice(3).join(' ') + note);
    return { exitCode, stdout, stderr: 'Error: no' };
  };
  const engine = createContainerEngine({
    privately: (command) => answer(command, ' (private)'),
    plainly: (command, args) => answer([command, ...args]),
  });
  const request = {
    unit: containerFacts({ folder }),
    images: join(root, 'upgrade/container:web/images'),
  };
  return { asked, criu, engine, request };
}

/** As iptables-save lists what criu has made. */
function held(chain: string, port: number): string {
  return `-A ${chain} -s 10.0.2.2/32 -d 10.0.2.15/32 -p tcp -m mark ! --mark 0xc114 -m tcp --sport ${port} --dport 7000 -j DROP`;
}

const inCheckpointScope =
  'systemd-run --scope --quiet --collect --unit=webboot-checkpoint-web.scope podman';
const inScope = 'systemd-run --scope --quiet --collect podman';

describe('containers are carried by podman', () => {
  it('checkpoints in place, with the connections and the locks', async () => {
    const { asked, engine, request } = engineWith();
    await engine.dump(request, 'killed');
    await engine.dump(request, 'running');
    expect(asked).toEqual([
      `${inCheckpointScope} container checkpoint --tcp-established --file-locks web (private)`,
      `${inCheckpointScope} container checkpoint --tcp-established --file-locks --leave-running web (private)`,
    ]);
  });

  it('restores, starts and wakes them, none as a part of webboot itself', async () => {
    const { asked, engine } = engineWith();
    expect(await engine.restoreHere('container:web', '/checkpoints')).toBe(true);
    expect(await engine.startAfresh('container:web')).toBe(true);
    await engine.wake('container:web');
    expect(asked).toEqual([
      `${inScope} container restore --keep --tcp-established --file-locks web`,
      `${inScope} restart --time=0 web`,
      'podman unpause web',
    ]);
  });

  it.each([
    [0, 'running', true],
    [0, 'exited', false],
    [125, 'running', false],
  ])('knows from podman whether one runs: %i, %s', async (status, text, expected) => {
    expect(await engineWith(status, `${text}\n`).engine.isActive('container:web')).toBe(expected);
  });

  it('copies nothing ahead, and says so', async () => {
    const { asked, engine, request } = engineWith();
    expect(await engine.preDump(request)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('says why a checkpoint failed, by the log of criu', async () => {
    const { criu, engine, request } = engineWith(125);
    criu.log =
      '(00.1) Error (criu/tty.c:1): No way\n(00.2) Error (criu/cr-dump.c:2): Dumping FAILED.\n';
    const failure = await engine.dump(request, 'killed').catch((error: unknown) => error);
    expect(failure).toMatchObject({
      message: 'container:web cannot be checkpointed: (00.1) Error (criu/tty.c:1): No way.',
    });
    expect(failure).not.toBeInstanceOf(CutOffError);
  });

  it('does not take the log of an earlier checkpoint for that of this one', async () => {
    const { engine, request } = engineWith(125);
    await writeFile(join(folder, 'dump.log'), '(00.1) Error (criu/tty.c:1): Before\n');
    const failure = await engine.dump(request, 'killed').catch((error: unknown) => error);
    expect(failure).toMatchObject({
      message: 'container:web cannot be checkpointed: Error: no.',
    });
    expect(failure).not.toBeInstanceOf(CutOffError);
  });

  it('tells a checkpoint that took too long from one that failed', async () => {
    const { engine, request } = engineWith(124);
    await expect(engine.dump(request, 'killed')).rejects.toBeInstanceOf(CutOffError);
  });

  it('takes one whose criu was killed for cut off, although podman only reports a failure', async () => {
    const { criu, engine, request } = engineWith(125);
    criu.log = '(00.1) Seized task 5, state 0\n(00.2) Dumping pages\n';
    await expect(engine.dump(request, 'killed')).rejects.toBeInstanceOf(CutOffError);
  });

  it('ends a criu that is left of a checkpoint that failed', async () => {
    const { asked, engine, request } = engineWith(124);
    await engine.dump(request, 'killed').catch(() => undefined);
    expect(asked.at(-1)).toBe('systemctl kill --signal=KILL webboot-checkpoint-web.scope');
  });

  it('lets connections go that a criu that was killed holds, and no others', async () => {
    const { asked, criu, engine, request } = engineWith(125);
    criu.log = '(00.1) Seized task 5, state 0\n';
    criu.rules = [held('INPUT', 41000)];
    await engine.dump(request, 'killed').catch(() => undefined);
    const others = ['-A INPUT -p tcp -m mark ! --mark 0xc114 -m comment --comment "-j x" -j DROP'];
    criu.rules = [held('INPUT', 41000), held('INPUT', 42000), held('OUTPUT', 42000), ...others];
    await engine.startAfresh('container:web');
    expect(asked.filter((words) => words.startsWith('ip'))).toEqual([
      held('INPUT', 42000).replace('-A', 'iptables -w -D'),
      held('OUTPUT', 42000).replace('-A', 'iptables -w -D'),
    ]);
  });

  it('takes a checkpoint for one only if all of it is there', async () => {
    const { engine, request } = engineWith();
    await expect(engine.verify(request)).rejects.toThrow('no inventory.img');
    await mkdir(join(folder, 'checkpoint'));
    for (const name of ['inventory.img', 'pstree.img', 'pages-1.img']) {
      await writeFile(join(folder, 'checkpoint', name), '1234');
    }
    expect(await engine.verify(request)).toBe(12);
  });

  it('wipes what podman keeps for them, and nothing else', async () => {
    const { engine, request } = engineWith();
    await engine.dump(request, 'killed');
    await mkdir(join(folder, 'checkpoint'));
    await writeFile(join(folder, 'checkpoint/pages-1.img'), 'secret');
    await writeFile(join(folder, 'devshm-checkpoint.tar'), 'secret');
    await writeFile(join(folder, 'config.json'), '{}');
    const other = join(root, 'upgrade/container:other/images');
    await mkdir(other, { recursive: true });
    await writeFile(join(other, 'place'), `${folder}\n`);
    await wipeContainers(join(root, 'upgrade'));
    expect(await readdir(folder)).toEqual(['config.json']);
  });

  it('has nothing to wipe if there was no upgrade', async () => {
    await expect(wipeContainers(join(root, 'none'))).resolves.toBeUndefined();
  });
});
