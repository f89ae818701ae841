import { describe, expect, test } from 'vitest';
import { parseSmokeArguments } from '../../../../tools/smoke/arguments.ts';

const needed = ['--iso', 'a.iso', '--expect', 'login:'];

describe('the arguments of npm run smoke', () => {
  test('name the kernel that webboot itself starts in', () => {
    expect(parseSmokeArguments([...needed, '--flavour', 'built'])).toMatchObject({
      options: { image: { flavour: 'built' } },
    });
  });

  test.each([
    [['--expect', 'login:'], /--iso FILE is missing/],
    [['--iso', 'a.iso'], /--expect REGEX is missing/],
    [[...needed, '--flavour', 'own'], /cloud, generic, built, not "own"/],
    [[...needed, '--memory', '1e3'], /--memory must be a whole number/],
    [['--iso', 'a.iso', '--expect', '('], /must be a regular expression/],
    [[...needed, '--no-such'], /no-such/],
  ])('are refused if they are wrong: %j', (args, message) => {
    expect(() => parseSmokeArguments(args)).toThrow(message);
  });
});
