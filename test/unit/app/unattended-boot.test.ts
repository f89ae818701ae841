import { expect, it } from 'vitest';
import { bootUnattended } from '../../../src/app/unattended-boot.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';

async function linesOf(secrets: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const session = createFakeSession({ ticks: 1, tickMs: 0 });
  const write = (line: string) => lines.push(line);
  await bootUnattended(session, 'debian', { settings: {}, secrets, write });
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
