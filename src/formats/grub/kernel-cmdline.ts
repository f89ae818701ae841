const asIs = /\\x[0-9a-fA-F]{2}/y;

/**
 * Arguments joined as GRUB's Linux loader joins them: those with a space are quoted whole,
 * backslashes and quotes are escaped, and the `\x20` of labels is left to the initramfs.
 * Empty arguments, which the kernel would not see, are left out.
 */
export function joinKernelCmdline(args: readonly string[]): string {
  return args
    .filter((arg) => arg !== '')
    .map((arg) => (arg.includes(' ') ? `"${escapeArgument(arg)}"` : escapeArgument(arg)))
    .join(' ');
}

function escapeArgument(arg: string): string {
  let result = '';
  for (let at = 0; at < arg.length; at += 1) {
    asIs.lastIndex = at;
    const hex = asIs.exec(arg);
    if (hex !== null) {
      result += hex[0];
      at += hex[0].length - 1;
    } else {
      const character = arg[at] ?? '';
      result += character === '\\' || character === "'" || character === '"' ? '\\' : '';
      result += character;
    }
  }
  return result;
}
