import { describe, expect, it } from 'vitest';
import { filmSvg } from '../../../../tools/screenshot/film-svg.ts';

describe('a film', () => {
  it('shows its scenes in turn for as long as each stays, and the last one where nothing moves', () => {
    const svg = filmSvg({ cols: 80, rows: 24 }, [
      { picture: '<text>first</text>', seconds: 1 },
      { picture: '<text>second</text>', seconds: 3 },
    ]);
    expect(svg).toContain('@keyframes s0{0%{opacity:0}0.00%{opacity:1}25.00%{opacity:0}');
    expect(svg).toContain('#s0{opacity:0;animation:s0 4.0s steps(1) infinite}');
    expect(svg).toContain('25.00%{opacity:1}100.00%{opacity:0}');
    expect(svg).toContain('#s1{opacity:1;');
    expect(svg.match(/<g id=/g)).toHaveLength(2);
    expect(svg).toContain('prefers-reduced-motion');
  });
});
