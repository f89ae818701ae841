import * as v from 'valibot';
import { isCarriedName } from '../../core/upgrade/carried-name.ts';
import { FormatError } from '../../errors.ts';
import { parseJson } from '../json.ts';

/** `/etc/webboot/upgrade.json`: which units and containers are to be carried over a kernel change. */
export interface UpgradeSettings {
  readonly units: readonly string[];
}

const schema = v.strictObject({
  units: v.pipe(v.array(v.pipe(v.string(), v.check(isCarriedName))), v.maxLength(256)),
});

/** Throws FormatError 'upgrade settings'. */
export function parseUpgradeSettings(text: string): UpgradeSettings {
  const read = v.safeParse(schema, parseJson(text, 'upgrade settings'));
  if (read.success) return read.output;
  throw new FormatError('upgrade settings', 0, 'not a list of services and containers');
}

/** Throws FormatError 'upgrade settings' for what would not be read again. */
export function formatUpgradeSettings(settings: UpgradeSettings): string {
  const text = `${JSON.stringify(settings, undefined, 2)}\n`;
  parseUpgradeSettings(text);
  return text;
}
