import * as v from 'valibot';
import type { UpgradeRecord } from '../../core/upgrade/upgrade-record.ts';
import { FormatError } from '../../errors.ts';
import { parseJson } from '../json.ts';

const format = 'upgrade record';

const text = v.pipe(v.string(), v.maxLength(256));
const number = v.pipe(v.number(), v.finite());
const units = <T extends v.ObjectEntries>(more: T) =>
  v.pipe(v.array(v.object({ unit: text, ...more })), v.maxLength(1024));

const schema = v.object({
  at: text,
  from: text,
  to: text,
  state: v.picklist(['jumped', 'arrived', 'came-back', 'abandoned', 'interrupted']),
  planned: units({ verdict: v.picklist(['carried', 'restarts', 'stays-out']) }),
  marks: v.record(text, number),
  outcomes: v.optional(units({ level: v.picklist(['restored', 'restarted', 'failed']) })),
  freezeMs: v.optional(number),
});

/** `/var/lib/webboot/upgrade.json`. Throws FormatError 'upgrade record'. */
export function parseUpgradeRecord(json: string): UpgradeRecord {
  const read = v.safeParse(schema, parseJson(json, format));
  if (!read.success) throw new FormatError(format, 0, 'not the record of an upgrade');
  const { outcomes, freezeMs, ...record } = read.output;
  return {
    ...record,
    ...(outcomes === undefined ? {} : { outcomes }),
    ...(freezeMs === undefined ? {} : { freezeMs }),
  };
}
