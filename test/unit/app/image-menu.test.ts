import { expect, it } from 'vitest';
import { countdownOf, uiOf } from '../../../src/app/image-menu.ts';

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

it('a person who listens gets sentences, unless a screen was asked for', () => {
  expect(uiOf({ speech: 'yes' }, 'linux')).toBe('line');
  expect(uiOf({ speech: 'yes', ui: 'screen' }, 'linux')).toBe('screen');
  expect(uiOf({ speech: 'no' }, 'linux')).toBe('screen');
  expect(uiOf({}, 'dumb')).toBe('line');
});
