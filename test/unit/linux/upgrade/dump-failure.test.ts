import { describe, expect, it } from 'vitest';
import { CutOffError } from '../../../../src/errors.ts';
import { dumpFailure } from '../../../../src/linux/upgrade/dump-failure.ts';

const log = {
  path: '/checkpoints/web.service/images/dump.log',
  text: '(00.1) Warn: slow\n(00.2) Error (criu/sk-tcp.c:1): No way\n(00.3) Unlock network\n',
};

describe('why a unit could not be dumped', () => {
  it('is the last error in the log of criu', () => {
    const failure = dumpFailure('web.service', { exitCode: 1, stderr: 'see the log' }, log);
    expect(failure.message).toBe(
      'web.service cannot be checkpointed: (00.2) Error (criu/sk-tcp.c:1): No way.',
    );
    expect(failure).not.toBeInstanceOf(CutOffError);
  });

  it('is not that it failed, which criu adds at the end', () => {
    const text = `${log.text}(00.4) Error (criu/cr-dump.c:2128): Dumping FAILED.\n`;
    const failure = dumpFailure('web.service', { exitCode: 1, stderr: '' }, { ...log, text });
    expect(failure.message).toContain('No way');
  });

  it('is that criu was killed if the end of its log is missing', () => {
    const failure = dumpFailure(
      'container:web',
      { exitCode: 125, stderr: 'no' },
      { ...log, whole: false },
    );
    expect(failure).toBeInstanceOf(CutOffError);
    expect(failure.message).toContain('criu was killed');
  });

  it('is what criu printed if it has no log, or else its exit status', () => {
    const empty = { ...log, text: '' };
    const messages = ['No space left', ''].map(
      (stderr) => dumpFailure('web.service', { exitCode: 1, stderr }, empty).message,
    );
    expect(messages).toEqual([
      'web.service cannot be checkpointed: No space left.',
      'web.service cannot be checkpointed: exit status 1.',
    ]);
  });

  it.each([
    [124, 'did not finish'],
    [137, 'was killed'],
  ])('tells of a criu that was cut off, whatever its log says: %i', (exitCode, how) => {
    const failure = dumpFailure('web.service', { exitCode, stderr: '' }, log);
    expect(failure).toBeInstanceOf(CutOffError);
    expect(failure.message).toContain(how);
  });
});
