import { netbootFiles } from '../core/netboot/files.ts';
import type { Offered } from './offered.ts';
import type { Tally } from './tally.ts';

/** Prometheus' text format 0.0.4. Labels are ids and numbers only: nothing has to be escaped. */
export const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

export function metricsText(images: readonly Offered[], tally: Tally): string {
  const bytes = images.map(
    ({ id }) => [`{image="${id}"}`, tally.bytesByImage.get(id) ?? 0] as const,
  );
  const answers = [...tally.answers].map(
    ([status, count]) => [`{code="${status}"}`, count] as const,
  );
  return [
    metric('webboot_images', 'gauge', 'Verified images on offer.', [['', images.length]]),
    metric('webboot_sent_bytes_total', 'counter', 'Bytes of images sent.', bytes),
    metric(
      'webboot_sent_boot_bytes_total',
      'counter',
      'Bytes sent of the files that machines start from.',
      netbootFiles.map((name) => [`{file="${name}"}`, tally.bytesByImage.get(name) ?? 0] as const),
    ),
    metric('webboot_transfers', 'gauge', 'Transfers of images under way.', [
      ['', tally.taking.size],
    ]),
    metric('webboot_answers_total', 'counter', 'Answers by HTTP status.', answers),
    metric('webboot_slow_clients_total', 'counter', 'Clients dropped because they were too slow.', [
      ['', tally.slow],
    ]),
    metric(
      'webboot_refused_connections_total',
      'counter',
      'Connections over a bound or out of reach.',
      [['', tally.refused]],
    ),
  ].join('');
}

function metric(
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  samples: readonly (readonly [labels: string, value: number])[],
): string {
  const lines = samples.map(([labels, value]) => `${name}${labels} ${value}\n`).join('');
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines}`;
}
