import type { Terminal } from '@xterm/headless';
import { svgDocument } from './terminal-svg.ts';

export interface Scene {
  /** Of a terminal's screen, by `screenSvg`. */
  readonly picture: string;
  /** How long it stays. */
  readonly seconds: number;
}

/** One SVG that shows scenes in turn, by CSS alone; where animation is off, the last one. */
export function filmSvg(
  terminal: Pick<Terminal, 'cols' | 'rows'>,
  scenes: readonly Scene[],
): string {
  const total = scenes.reduce((sum, { seconds }) => sum + seconds, 0);
  let begin = 0;
  const parts = scenes.map(({ picture, seconds }, index) => {
    const from = percent(begin, total);
    begin += seconds;
    const to = percent(begin, total);
    const last = index === scenes.length - 1;
    const style = `@keyframes s${index}{0%{opacity:0}${from}%{opacity:1}${to}%{opacity:0}100%{opacity:0}}#s${index}{opacity:${last ? 1 : 0};animation:s${index} ${total.toFixed(1)}s steps(1) infinite}`;
    return `<style>${style}</style>\n<g id="s${index}">\n${picture}\n</g>`;
  });
  const still =
    '<style>@media (prefers-reduced-motion: reduce){g{animation:none!important}}</style>';
  return svgDocument(terminal, [...parts, still]);
}

function percent(at: number, total: number): string {
  return ((at / total) * 100).toFixed(2);
}
