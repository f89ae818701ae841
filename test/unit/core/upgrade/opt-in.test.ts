import { describe, expect, it } from 'vitest';
import { optInOf } from '../../../../src/core/upgrade/opt-in.ts';
import { processFacts, unitFacts } from '../../../helpers/unit-facts.ts';

const opened = { liftSandbox: true };
const closed = { liftSandbox: false };

describe('what a unit needs before it can be carried', () => {
  it('is nothing for most', () => {
    expect(optInOf(unitFacts(), opened)).toMatchObject({ dropIn: undefined, does: [] });
  });

  it('is to do without io_uring, with the error that makes programs fall back', () => {
    const processes = [processFacts({ handles: ['anon_inode:[io_uring]'] })];
    const { dropIn, does } = optInOf(unitFacts({ processes }), closed);
    expect(dropIn).toContain('\n[Service]\nSystemCallFilter=~io_uring_setup\n');
    expect(dropIn).toContain('SystemCallErrorNumber=ENOSYS');
    expect(does).toHaveLength(1);
  });

  it('is an IPC namespace for System V memory, once', () => {
    const shared = processFacts({ sysvMemory: true });
    const own = processFacts({ sysvMemory: true, ownNamespaces: ['mnt', 'ipc'] });
    expect(optInOf(unitFacts({ processes: [shared] }), closed).dropIn).toContain('PrivateIPC=yes');
    expect(optInOf(unitFacts({ processes: [own] }), closed).dropIn).toBeUndefined();
  });

  it('takes a sandbox away only if that was asked for, and says what is lost', () => {
    const facts = unitFacts({ sandbox: ['ProtectSystem', 'NoExecPaths'] });
    expect(optInOf(facts, closed).dropIn).toBeUndefined();
    const { dropIn, does } = optInOf(facts, opened);
    expect(dropIn).toContain('ProtectSystem=no\n');
    expect(dropIn).toContain('NoExecPaths=\n');
    expect(does.join()).toContain('protections by mounts are off');
  });
});
