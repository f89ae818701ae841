import { jsonLine } from '../core/printable.ts';
import { WebbootError } from '../errors.ts';
import { parseJson } from '../formats/json.ts';
import { defineCommand } from './define-command.ts';

export type FindBootRecords = () => Promise<
  readonly { readonly path: string; readonly text: string }[]
>;

export const lastCommand = defineCommand({
  name: 'webboot last',
  usage: ['[--json]'],
  about:
    'Shows the record of the previous boot attempt: what was booted, who signed it, with which command line. In a live system that webboot booted it is at the end of /dev/pmem0, which root may read.',
  options: { json: { type: 'boolean', default: false, help: 'Print one line of JSON.' } },
  examples: [{ line: 'sudo webboot last', help: 'Why did the last boot end here?' }],
  async run({ values }, io, findBootRecords: FindBootRecords) {
    const [latest] = await findBootRecords();
    if (latest === undefined) {
      throw new WebbootError('record-missing', 'There is no record of a boot attempt here.', {
        remedy: 'Run this as root, in webboot’s image or in a live system that webboot booted.',
      });
    }
    const record: unknown = parseJson(latest.text, 'boot record');
    io.stdout(values.json ? `${jsonLine(record)}\n` : `${latest.path}:\n${jsonLine(record, 2)}\n`);
    return 0;
  },
});
