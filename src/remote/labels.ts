import type { ScreenKind } from '../menu/model/screen.ts';
import type { CommandName } from '../menu/model/verb.ts';

/** What buttons say. A command without a label is not for the page. */
export const commandLabels: Readonly<Partial<Record<CommandName, string>>> = {
  address: 'Settings',
  disconnect: 'Disconnect',
  edit: 'Edit command line',
  forget: 'Forget',
  'hand-on': 'Pass the network on: on or off',
  'join-hidden': 'Join a hidden network',
  keep: 'Save on the stick: on or off',
  log: 'Log',
  network: 'Network and Wi-Fi',
  restore: 'Restore the original',
  retry: 'Try again',
  save: 'Save on the stick',
  scan: 'Search again',
  stop: 'Stop',
};

/** Commands that mean the marked row: each row has them. */
export const rowCommands: readonly CommandName[] = ['edit', 'address', 'disconnect', 'forget'];

/** What the main button says, on screens that have one. */
export const submitLabels: Readonly<Partial<Record<ScreenKind, string>>> = {
  url: 'Inspect this image',
  cmdline: 'Use this command line',
  unverified: 'Boot it unverified',
  stop: 'Stop the boot',
  failure: 'Choose again',
  join: 'Join',
  address: 'Use these settings',
  leave: 'Yes',
};

/** Rows that lead to what only a console of the machine can do. */
export const consoleTools: readonly string[] = ['shell', 'remote', 'quit', 'keymap'];
