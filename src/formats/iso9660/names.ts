/** How a volume's names are written; Rock Ridge's come from its own entries. */
export type Naming = 'rock-ridge' | 'joliet' | 'plain';

const ucs2 = new TextDecoder('utf-16be', { ignoreBOM: true });

/** The name without its version, and without the dot that ends a name of no extension. */
export function decodeIdentifier(identifier: Uint8Array, naming: Naming): string {
  const text = naming === 'joliet' ? ucs2.decode(identifier) : String.fromCharCode(...identifier);
  const name = text.replace(/;\d*$/, '');
  return naming === 'joliet' ? name : name.replace(/\.$/, '');
}

/**
 * Whether a path can be made with the name. What is empty, `.` or `..`, or holds a `/` or a control
 * character, is left out of the tree: nobody could ask for it, and nothing is to be written so.
 */
export function isUsableName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\x00-\x1f\x7f]/.test(name);
}

/** Whether a symbolic link can lead anywhere; one that cannot is of kind `other`. */
export function isUsableTarget(target: string): boolean {
  return target !== '' && !/[\x00-\x1f\x7f]/.test(target);
}
