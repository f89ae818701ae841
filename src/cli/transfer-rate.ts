import { WebbootError } from '../errors.ts';

const factors = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 } as const;
const least = 16 * 1024;

/** "50M" as curl's `--limit-rate` reads it: bytes a second. Throws WebbootError `usage`. */
export function parseRate(option: string, text: string): number {
  const [, digits = '', letter = ''] = /^(\d{1,12}(?:\.\d{1,3})?)([KMG]?)$/i.exec(text) ?? [];
  const factor = factors[letter.toUpperCase() as keyof typeof factors];
  const rate = Number(digits) * factor;
  if (digits !== '' && rate >= least) return rate;
  throw new WebbootError('usage', `--${option} ${text} is not a rate of 16K or more.`, {
    remedy: 'Give bytes per second, with K, M or G behind the number: 50M.',
  });
}
