import { describe, expect, it } from 'vitest';
import { topOf } from '../../../../src/menu/model/outcome.ts';
import { keysOf, play, stateOf } from '../../../helpers/tui-state.ts';

describe('the settings of an interface', () => {
  const form = keysOf('f3', { type: 'a' });

  it('are used once the last field is entered', () => {
    const { effects, state } = play(stateOf(), [
      ...form,
      ...keysOf({ type: '10.1.2.3/16' }, 'enter', { type: '10.1.0.1' }, 'enter', 'enter'),
      ...keysOf({ type: '12' }, 'enter', { type: 'proxy.example:3128' }, 'enter'),
    ]);
    expect(effects.at(-1)).toEqual({
      op: 'configure',
      interfaceName: 'eth0',
      settings: {
        ip: { method: 'static', address: '10.1.2.3', prefixLength: 16, gateway: '10.1.0.1' },
        nameServers: [],
        vlan: 12,
        proxy: 'http://proxy.example:3128',
      },
    });
    expect(topOf(state).kind).toBe('network');
  });

  it('stay open at the field that is wrong, and say what is', () => {
    const { effects, state } = play(stateOf(), [
      ...form,
      ...keysOf('enter', 'enter', 'enter', { type: '4095' }, 'enter', 'enter'),
    ]);
    expect(effects).toEqual([]);
    expect(topOf(state)).toMatchObject({ kind: 'address', cursor: 3 });
    expect(state.notice).toContain('4095');
  });

  it('are there again after Escape as they were typed', () => {
    const { state } = play(stateOf(), [
      ...form,
      ...keysOf({ type: '10.1' }, 'escape', { type: 'a' }),
    ]);
    expect(topOf(state)).toMatchObject({ fields: [{ field: { text: '10.1' } }, {}, {}, {}, {}] });
  });
});
