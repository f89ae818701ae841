import { describe, expect, it } from 'vitest';
import { say, translate } from '../../../../src/core/languages/say.ts';

const sentences = {
  'The file is larger than the {1} bytes allowed.':
    'Die Datei ist größer als die erlaubten {1} Bytes.',
  '{1} sent {2}.': '{2} kam von {1}.',
  'more than {1} bytes': 'mehr als {1} Bytes',
  'Try again.': 'Erneut versuchen.',
  'No connection to {1}: {2}': 'Keine Verbindung zu {1}: {2}',
  home: 'Heim',
  'an SSH key': 'einen SSH-Schlüssel',
  'It gets {1}.': 'Es erhält {1}.',
};

describe('a sentence of the sources', () => {
  it('is said in the language, its values in their places', () => {
    expect(translate(sentences, 'Try again.')).toBe('Erneut versuchen.');
    expect(translate(sentences, 'The file is larger than the 64 bytes allowed.')).toBe(
      'Die Datei ist größer als die erlaubten 64 Bytes.',
    );
  });

  it('may have a sentence, or a list with one, among its values', () => {
    expect(translate(sentences, 'a.example sent more than 5 bytes.')).toBe(
      'mehr als 5 Bytes kam von a.example.',
    );
    expect(translate(sentences, 'No connection to b: c sent more than 9 bytes.')).toBe(
      'Keine Verbindung zu b: mehr als 9 Bytes kam von c.',
    );
    expect(translate(sentences, 'It gets an SSH key, x.ko.')).toBe(
      'Es erhält einen SSH-Schlüssel, x.ko.',
    );
  });

  it('may follow another, or something that is nobody’s', () => {
    expect(translate(sentences, 'Try again. mount: no such device. Try again.')).toBe(
      'Erneut versuchen. mount: no such device. Erneut versuchen.',
    );
  });

  it('changes no name of one word, whatever the word means', () => {
    expect(translate(sentences, 'It gets home.')).toBe('Es erhält home.');
    expect(translate(sentences, 'home')).toBe('Heim');
  });

  it('stays as it is in English, and where the language does not have it', () => {
    expect(say({}, 'Try again.')).toBe('Try again.');
    expect(say({ sentences }, 'Something else.')).toBe('Something else.');
    expect(translate(sentences, 'a.example has sent more')).toBeUndefined();
  });

  it('is not looked for in a text that somebody made long, or full of its own words', () => {
    expect(translate(sentences, `Try again. ${'x '.repeat(2000)}`)).toBeUndefined();
    const nested = `${'No connection to a: '.repeat(50)}b`;
    expect(translate(sentences, nested)).toMatch(/^Keine Verbindung zu a: /);
    expect(translate(sentences, 'Nobody says this. '.repeat(60).trim())).toBeUndefined();
    expect(translate(sentences, '{1} sent {2}. $& $1')).toBe('{2} kam von {1}. $& $1');
  });

  it('takes a value for a value: neither a place nor a pattern', () => {
    expect(translate(sentences, 'It gets {1} $& {2}.')).toBe('Es erhält {1} $& {2}.');
    expect(translate(sentences, 'It gets constructor.')).toBe('Es erhält constructor.');
    expect(translate(sentences, 'toString')).toBeUndefined();
  });
});
