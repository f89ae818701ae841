import { expect, it } from 'vitest';
import { countdownOf } from '../../../src/app/image-menu.ts';

it('the menu counts down to what the settings name, or else to what was booted last', () => {
  expect(countdownOf({ countdown: 10, distro: 'debian', entry: 'live' }, ['kali'])).toEqual({
    secondsLeft: 10,
    query: 'debian',
    entry: 'live',
  });
  expect(countdownOf({ countdown: 10 }, ['kali'])).toMatchObject({ query: 'kali' });
  expect(countdownOf({ countdown: 10 }, [])).toBeUndefined();
  expect(countdownOf({ distro: 'debian' }, ['kali'])).toBeUndefined();
});
