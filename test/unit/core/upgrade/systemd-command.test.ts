import { expect, it } from 'vitest';
import { systemdCommand } from '../../../../src/core/upgrade/systemd-command.ts';

it.each([
  ['a blank', ['/opt/web boot/node'], '"/opt/web boot/node"'],
  ['a specifier and a variable', ['/srv/100%n/$HOME'], '"/srv/100%%n/$$HOME"'],
  ['a quote and an escape', ['/a"b\\x2d'], '"/a\\"b\\\\x2d"'],
  ['several words', ['/usr/bin/node', '/webboot.mjs'], '"/usr/bin/node" "/webboot.mjs"'],
])('systemd takes the words of a command as they are, with %s', (_, words, text) => {
  expect(systemdCommand(words)).toBe(text);
});
