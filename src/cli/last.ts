import { jsonLine } from '../core/printable.ts';
import { WebbootError } from '../errors.ts';
import type { CliIo } from './io.ts';
import { parseArguments } from './parse-arguments.ts';

const usage = `usage: webboot last [--json]

Shows the record of the previous boot attempt: what was booted, who signed it, with which command
line. In a live system that webboot booted it lies at the end of /dev/pmem0 (root may read it).
`;

export type FindBootRecords = () => Promise<
  readonly { readonly path: string; readonly text: string }[]
>;

export async function runLast(
  argv: readonly string[],
  io: CliIo,
  findBootRecords: FindBootRecords,
): Promise<number> {
  const { values } = parseArguments('webboot last', argv, {
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) {
    io.stdout(usage);
    return 0;
  }
  const [latest] = await findBootRecords();
  if (latest === undefined) {
    throw new WebbootError('record-missing', 'No boot attempt has left a record here.', {
      remedy: 'Call it as root, in webboot’s image or in a live system that webboot booted.',
    });
  }
  const record: unknown = JSON.parse(latest.text);
  io.stdout(values.json ? `${jsonLine(record)}\n` : `${latest.path}:\n${jsonLine(record, 2)}\n`);
  return 0;
}
