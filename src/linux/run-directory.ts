/** What webboot keeps while it runs; in memory, and made by initramfs/init.sh in its own image. */
export const runDirectory = '/run/webboot';
