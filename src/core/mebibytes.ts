export const mebibyte = 1024 * 1024;

/** For what is needed or there is: whole MiB, rounded up, so that no need is stated too low. */
export function wholeMebibytes(bytes: number): number {
  return Math.ceil(bytes / mebibyte);
}

/** "1432 MiB", for sizes. */
export function mebibytesText(bytes: number): string {
  return `${wholeMebibytes(bytes)} MiB`;
}

/** "12.3 MiB", for what grows while somebody looks: progress and rates. */
export function progressMebibytes(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(1)} MiB`;
}
