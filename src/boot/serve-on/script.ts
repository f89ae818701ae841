import type { Span } from '../../core/machine/own-files.ts';

/** In the tree that webboot runs in: the folder for images. */
export const imagesDirectory = 'images';

/**
 * What a live system is given as /run/webboot/serve: it lays out webboot's own tree on a tmpfs, from
 * what lies behind the image, and runs `webboot serve` in it. `archives` are unpacked there, `usr`
 * is mounted. /run may refuse to execute files, so a shell is given the script, and busybox is copied.
 */
export function serveOnScript({
  device,
  usr,
  archives,
}: {
  readonly device: string;
  readonly usr: Span;
  readonly archives: readonly Span[];
}): string {
  return `#!/bin/sh
# Gives the image that this system was started from, and webboot itself, to other machines.
set -e
[ "$(id -u)" = 0 ] || { echo 'webboot: Run it as root: sudo sh /run/webboot/serve' >&2; exit 1; }
device=${device}
root=/run/webboot/root
if [ ! -e $root/run/webboot ]; then
  umask 022
  mkdir -p $root
  mount -t tmpfs -o mode=755 webboot $root
  cp /run/webboot/busybox $root/busybox
  chmod 755 $root/busybox
  for span in ${archives.map(({ start, bytes }) => `${start},${bytes}`).join(' ')}; do
    $root/busybox dd if=$device bs=65536 iflag=skip_bytes,count_bytes skip=\${span%,*} count=\${span#*,} 2>/dev/null |
      (cd $root && ./busybox cpio -id 2>/dev/null)
  done
  mount -t squashfs -o ro,loop,offset=${usr.start},sizelimit=${usr.bytes} $device $root/usr
  for directory in dev proc sys; do mount --bind /$directory $root/$directory; done
  cp -L /etc/resolv.conf $root/etc/resolv.conf 2>/dev/null || :
  # Last, as the sign that the rest is there.
  mkdir -p $root/run/webboot
fi
exec env -i PATH=/usr/sbin:/usr/bin:/bin HOME=/root chroot $root /bin/webboot serve $device --dir /${imagesDirectory} "$@"
`;
}
