/**
 * What a line of `/proc/PID/maps` or the head of a mapping in `smaps` names: a path, "[heap]", ''.
 * Undefined for another line. Behind address, permissions, offset, device and inode; may have blanks.
 */
export function mappedName(line: string): string | undefined {
  if (!/^[0-9a-f]+-[0-9a-f]+ /.test(line)) return undefined;
  const fields = line.split(' ');
  return fields.slice(5).join(' ').trimStart();
}
