/** Keys that the menu knows; whatever else a terminal sends is dropped by the decoder. */
export type KeyName =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'page-up'
  | 'page-down'
  | 'enter'
  | 'escape'
  | 'tab'
  | 'backspace'
  | 'delete'
  | 'ctrl-c'
  | 'ctrl-l'
  | 'ctrl-r'
  | 'ctrl-u'
  | 'ctrl-w'
  | 'f1'
  | 'f2'
  | 'f3'
  | 'f4'
  | 'f5'
  | 'f6'
  | 'f7'
  | 'f8'
  | 'f9';

/** A press of a named key, or text: one character, or a whole paste without its line ends. */
export type Key = { readonly name: KeyName } | { readonly name: 'text'; readonly text: string };
