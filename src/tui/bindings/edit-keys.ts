/** Keys that edit a line of text. */
export const editKeys = [
  'text',
  'backspace',
  'delete',
  'left',
  'right',
  'home',
  'end',
  'ctrl-u',
  'ctrl-w',
] as const;
