import { defined } from '../../src/core/defined.ts';
import type { BootEvent } from '../../src/core/plan/boot-event.ts';
import { reportingErrors } from '../shared/report-error.ts';
import { say } from '../shared/say.ts';
import { parseSmokeArguments, usage } from '../smoke/arguments.ts';
import { runSmoke, type SmokeResult } from '../smoke/run-smoke.ts';

/** `npm run smoke`: boots any ISO through webboot, in QEMU, without a person. */
await reportingErrors(async () => {
  const command = parseSmokeArguments(process.argv.slice(2));
  if (command === 'help') {
    process.stdout.write(usage);
    return;
  }
  const result = await runSmoke({ ...command.options, onEvent: tell });
  if (command.json) process.stdout.write(`${JSON.stringify(summary(result))}\n`);
  else process.stdout.write(`${report(result)}\n`);
  process.exitCode = result.ok ? 0 : 1;
});

function tell(event: BootEvent): void {
  if (event.type === 'stage' && event.state === 'begin') say(event.stage);
  if (event.type === 'note') say(`  ${event.text}`);
  if (event.type === 'trust') say(`  ${event.trust.kind}`);
}

/** Events and log are for `--log` and for tests. */
function summary({ ok, stage, message, failure, seconds }: SmokeResult) {
  return { ok, stage, message, ...defined({ failure }), seconds };
}

function report({ ok, stage, message, failure, seconds, log }: SmokeResult): string {
  const times = Object.entries(seconds).map(([name, at]) => `${name} ${at.toFixed(1)} s`);
  return [
    `${ok ? 'passed' : 'FAILED'} at ${stage}: ${message}`,
    ...(failure === undefined ? [] : [`  ${failure.code}: ${failure.message}`]),
    ...(failure?.remedy === undefined ? [] : [`  remedy: ${failure.remedy}`]),
    `  ${times.join(', ')}`,
    ...(ok ? [] : ['the console ended with:', ...log.trimEnd().split('\n').slice(-25)]),
  ].join('\n');
}
