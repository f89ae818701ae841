import type { WriteProgress } from './write-verified.ts';

const cells = 30;

/** "writing   [######........................]  20 %  8.1 MB/s  12 s left" */
export function progressBar({ phase, bytes, total }: WriteProgress, seconds: number): string {
  const share = total === 0 ? 1 : bytes / total;
  const filled = Math.floor(share * cells);
  const bar = '#'.repeat(filled).padEnd(cells, '.');
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  const speed = seconds === 0 ? 0 : bytes / seconds;
  const left = speed === 0 ? '' : `  ${Math.ceil((total - bytes) / speed)} s left`;
  return `${phase.padEnd(9)} [${bar}] ${percent} %  ${(speed / 1e6).toFixed(1)} MB/s${left}`;
}
