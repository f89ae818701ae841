/**
 * Parameters that a menu fills in when the image itself is mounted through a loop device from
 * another disk. For an image that is its own medium they mean nothing, so menus leave them empty.
 */
const loopParameters: ReadonlySet<string> = new Set([
  'findiso',
  'fromiso',
  'iso-scan/filename',
  'img_dev',
  'img_loop',
  'isoboot',
  'isodev',
  'isodevice',
  'isofile',
  'isoloop',
]);

/** Whether a parameter that lacks its value is not missed: `findiso=${iso_path}`. */
export function isLoopParameter(parameter: string): boolean {
  return loopParameters.has(parameter.split('=', 1)[0] ?? '');
}
