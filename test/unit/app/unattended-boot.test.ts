import { expect, it } from 'vitest';
import { bootUnattended } from '../../../src/app/unattended-boot.ts';
import type { Injection } from '../../../src/ports/injection.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';

const none = async (): Promise<Injection> => new Map();

async function linesOf(secrets: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const session = createFakeSession({ ticks: 1, tickMs: 0 });
  const write = (line: string) => lines.push(line);
  await bootUnattended(session, 'debian', { settings: {}, secrets, injection: none, write });
  return lines;
}

it('an unattended boot writes each event as one line of JSON, without secrets', async () => {
  const word = 'Debian CD signing key';
  expect((await linesOf([])).join()).toContain(word);
  const lines = await linesOf([word]);
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) {
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toHaveProperty('type');
  }
  expect(lines.join()).not.toContain(word);
});

it.each([
  ['no', undefined],
  ['yes', { kinds: ['ssh-key'], to: 'verified' }],
  ['unverified', { kinds: ['ssh-key'], to: 'always' }],
] as const)(
  'an unattended boot gives the files that there are, if told so: %s',
  async (inject, expected) => {
    const session = createFakeSession({ ticks: 1, tickMs: 0 });
    let chosen: unknown;
    const watched: typeof session = {
      ...session,
      plan(peek, choice) {
        chosen = choice?.inject;
        return session.plan(peek, choice);
      },
    };
    const injection = async (): Promise<Injection> =>
      new Map([['ssh-key', [{ name: 'authorized_keys', data: new Uint8Array() }]]]);
    const options = { settings: { inject }, secrets: [], injection, write: () => {} };
    await bootUnattended(watched, 'debian', options);
    expect(chosen).toEqual(expected);
  },
);
