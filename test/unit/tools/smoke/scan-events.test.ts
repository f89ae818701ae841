import { describe, expect, it } from 'vitest';
import { emptyTrace, scanEvents, secondKernelLog } from '../../../../tools/smoke/scan-events.ts';

const begin = (stage: string) => `${JSON.stringify({ type: 'stage', stage, state: 'begin' })}\n`;

describe('scanEvents', () => {
  it('reads events between the messages of the kernel', () => {
    const log = `[ 1.0] Linux version 6.12\n${begin('select')}[ 2.0] eth0: up ${begin('peek')}`;
    const trace = scanEvents(emptyTrace, log);
    expect(trace.events).toHaveLength(2);
    expect(trace.stage).toBe('peek');
    expect(trace.execAt).toBeUndefined();
  });

  it('goes on where it was, and waits for the end of a line', () => {
    const log = begin('select') + begin('acquire');
    const half = scanEvents(emptyTrace, log.slice(0, -5));
    expect(half.stage).toBe('select');
    expect(scanEvents(half, log).stage).toBe('acquire');
    expect(scanEvents(half, log).events).toHaveLength(2);
  });

  it('loses an event that the kernel wrote into, and no other', () => {
    const log = `{"type":"stage","sta[ 3.0] oops\n${begin('load')}`;
    expect(scanEvents(emptyTrace, log).events).toHaveLength(1);
  });
});

describe('secondKernelLog', () => {
  it('is empty before the jump, whatever the first kernel wrote', () => {
    const log = `Linux version\nlogin: \n${begin('load')}`;
    expect(secondKernelLog(scanEvents(emptyTrace, log), log)).toBe('');
  });

  it('has what follows the jump, up to a prompt without a line end', () => {
    const log = `login: \n${begin('exec')}{"type":"note"}\nLinux version 7\nlive login: `;
    expect(secondKernelLog(scanEvents(emptyTrace, log), log)).toBe('Linux version 7\nlive login: ');
  });
});
