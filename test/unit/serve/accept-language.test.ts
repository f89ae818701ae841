import { describe, expect, it } from 'vitest';
import { acceptedLanguage } from '../../../src/serve/accept-language.ts';

describe('the language of a browser', () => {
  it.each([
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['fr, de;q=0.5, en;q=0.4', 'de'],
    ['en;q=0.3 , DE ; Q=0.7', 'de'],
    ['de,en', 'de'],
    ['en-GB,de;q=0.9', 'en'],
    ['de;q=0,en;q=0.1', 'en'],
  ])('is the best liked one that there is: %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it.each([undefined, '', '*', 'fr', 'de;q=0', 'de;q=2', 'de;q=', 'de;q=x', '__proto__', ',;,=;'])(
    'is English if none of it is there, or nothing can be read: %s',
    (header) => {
      expect(acceptedLanguage(header)).toBe('en');
    },
  );

  it('is found in as long a header as a server takes', () => {
    expect(acceptedLanguage(`${'fr;q=0.1,'.repeat(10_000)}de`)).toBe('de');
  });
});
