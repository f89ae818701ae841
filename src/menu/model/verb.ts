/** What a screen can be asked to do, whatever key, number, word or button asks for it. */
export type CommandName =
  | 'about'
  | 'address'
  | 'back'
  | 'choose'
  | 'disconnect'
  | 'edit'
  | 'forget'
  | 'hand-on'
  | 'help'
  | 'inject'
  | 'join-hidden'
  | 'keep'
  | 'log'
  | 'network'
  | 'plain'
  | 'redraw'
  | 'remote'
  | 'report'
  | 'restore'
  | 'retry'
  | 'reveal'
  | 'save'
  | 'scan'
  | 'serve'
  | 'shell'
  | 'speech'
  | 'stop'
  | 'submit'
  | 'url';

/**
 * What a person asks of the menu. Keys, line mode, a page and speech all come to these; each acts
 * on the screen that is on top when it is met.
 */
export type Verb =
  /** Opens, boots or accepts what is marked; `row` marks a row of the screen's list first. */
  | { readonly verb: 'choose'; readonly row?: number }
  | { readonly verb: 'run'; readonly command: CommandName; readonly row?: number }
  /** Replaces a text of the screen: 'search', 'address', 'cmdline', 'word', or a form's field. */
  | { readonly verb: 'set-field'; readonly name: string; readonly text: string }
  | { readonly verb: 'back' };
