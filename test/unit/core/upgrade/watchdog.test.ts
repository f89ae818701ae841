import { expect, it } from 'vitest';
import { watchdogMayEnd } from '../../../../src/core/upgrade/watchdog.ts';

it.each([
  ['10min', '-1\n', true],
  ['10min', '1\n', true],
  ['2min 30s', undefined, true],
  ['10min', '0\n', false],
  ['0', '-1\n', false],
  ['infinity', '-1\n', false],
  [undefined, '-1\n', false],
])(
  'a watchdog of %j under the policy %j may end before the next kernel begins: %s',
  (armed, policy, ends) => {
    expect(watchdogMayEnd(armed, policy)).toBe(ends);
  },
);
