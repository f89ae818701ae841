import type { Texts } from '../../core/languages/texts.ts';
import type { ServingReport } from '../../core/plan/boot-event.ts';
import { formatBytes } from './format.ts';

/** Machines that are named; of the others their number. */
const mostShown = 6;

/** Where an image can be had, and who takes it; a sentence each. */
export function servingLines(texts: Texts, report: ServingReport): readonly string[] {
  const { serving } = texts;
  const { addresses, taking } = report;
  const count = taking.length - mostShown;
  return [
    addresses.length === 0 ? serving.noNetwork : serving.at({ addresses: addresses.join(', ') }),
    serving.found,
    ...(taking.length === 0 ? [serving.nobody] : []),
    ...taking
      .slice(0, mostShown)
      .map(({ address, bytes }) => serving.taking({ address, size: formatBytes(texts, bytes) })),
    ...(count > 0 ? [serving.more({ count })] : []),
    sentText(texts, report),
  ];
}

export function sentText(texts: Texts, { bytesOut }: ServingReport): string {
  return texts.serving.sent({ size: formatBytes(texts, bytesOut) });
}
