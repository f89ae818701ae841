import type { CommandFunction } from '../session.ts';
import { blscfg } from './blscfg.ts';
import { configurationCommands } from './configuration.ts';
import { echo, testBlockArgument } from './echo.ts';
import { environmentCommands } from './environment-block.ts';
import { flowCommands } from './flow.ts';
import { idleCommands } from './idle.ts';
import { linuxCommands } from './linux.ts';
import { menuCommands } from './menu.ts';
import { regexp } from './regexp.ts';
import { probe, search } from './search.ts';
import { test } from './test.ts';
import { translate } from './translate.ts';
import { variableCommands } from './variables.ts';

const commands: ReadonlyMap<string, CommandFunction> = new Map<string, CommandFunction>([
  ...flowCommands,
  ...variableCommands,
  ...configurationCommands,
  ...environmentCommands,
  ...menuCommands,
  ...linuxCommands,
  ...idleCommands,
  ['blscfg', blscfg],
  ['echo', echo],
  ['probe', probe],
  ['regexp', regexp],
  ['search', search],
  ['search.file', search],
  ['search.fs_label', search],
  ['search.fs_uuid', search],
  ['test', test],
  ['[', test],
  ['test_blockarg', testBlockArgument],
  ['tr', translate],
]);

export function findCommand(name: string): CommandFunction | undefined {
  return commands.get(name);
}
