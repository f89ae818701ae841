import { describe, expect, it } from 'vitest';
import { loadLanguage } from '../../../../src/core/languages/languages.ts';
import { shownState } from '../../../../src/tui/console/shown-state.ts';
import { stateOf } from '../../../helpers/tui-state.ts';

async function germanState(notice: string) {
  const german = await loadLanguage('de');
  if (german === undefined) throw new Error('no German');
  const { code: language, texts } = german;
  return { ...stateOf(), language, texts, notice };
}

describe('the texts of a language', () => {
  it('are spelled with what a serial line has, values and notices too', async () => {
    const { texts, notice } = shownState(await germanState('Größe: ÜBER'), 'ascii');
    expect(texts.tools.about).toBe('Ueber webboot');
    expect(texts.home.unverified).toBe('UNGEPRUEFT');
    expect(texts.titles.join({ ssid: 'Müller' })).toBe('Mit Mueller verbinden');
    expect(texts.network.addressHelp[0]).toContain('fuellt');
    expect(texts.entries.missing({ name: 'x' })).toContain('"x"');
    expect(notice).toBe('Groesse: UEBER');
  });

  it('keep the letters that the Linux console has', async () => {
    const { texts } = shownState(await germanState(''), 'cp437');
    expect(texts.tools.about).toBe('Über webboot');
    expect(texts.entries.missing({ name: 'x' })).toContain('"x"');
  });

  it('stay as they are on a terminal with Unicode, and in English', async () => {
    const german = await germanState('ü');
    expect(shownState(german, 'unicode')).toBe(german);
    const english = stateOf();
    expect(shownState(english, 'ascii')).toBe(english);
  });
});
