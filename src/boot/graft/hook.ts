/** What the hook has to do in the target's initramfs. */
export interface HookInput {
  /** File names within `/webboot`, in load order. */
  readonly modules: readonly string[];
  /** Kernel name of the medium's block device: "pmem0". */
  readonly blockDevice: string;
  /** What the hook becomes at its end: the initramfs's own init. */
  readonly init: string;
  /** The image as a file of the initramfs, to be put behind the device. */
  readonly image?: string;
}

/** Seconds that the hook waits for the device; seen on real machines: 50 to 100 ms. */
const deviceSeconds = 10;

/**
 * The script that the kernel starts as PID 1 by `rdinit=`. It is one for every family, because
 * it knows nothing of the initramfs that it runs in. stdin, stdout and stderr are the kernel's
 * console, whatever `quiet` says.
 *
 * The kernel hands init the parameters that it does not know as variables (init/main.c,
 * unknown_bootoption): `live-media=/dev/pmem0` is one. A shell drops names that are no identifiers
 * and adds its own, so they are read back from /proc. busybox's shell runs `env` by itself, with
 * its file already gone; one that is built otherwise passes on what it kept.
 */
export function hookScript({ modules, blockDevice, init, image }: HookInput): string {
  return `#!/webboot/busybox sh
bb=/webboot/busybox
init='${init.replaceAll("'", `'\\''`)}'
device=/webboot/sys/class/block/${blockDevice}
say() { echo "webboot: $*"; }

say 'loading the drivers for ${blockDevice}, which is to hold the image'
for module in ${modules.join(' ')}; do
  $bb insmod "/webboot/$module" || say "the driver $module could not be loaded"
done
$bb mount -t sysfs sysfs /webboot/sys
$bb mount -t proc proc /webboot/proc
${image === undefined ? '' : attach(image, blockDevice)}tries=0
until [ -e $device ]; do
  [ $tries -eq 0 ] && say 'waiting for ${blockDevice}, ${deviceSeconds} seconds at most'
  tries=$((tries + 1))
  [ $tries -gt ${deviceSeconds * 10} ] && break
  $bb sleep 0.1
done
if [ -e $device ]; then
  say '${blockDevice} is there; the image goes on by itself'
else
  say '${blockDevice} did not appear: the image will not be found. Was memmap= changed?'
fi
[ -x "$init" ] || say "this initramfs has no $init: the kernel will stop"

# Backwards, because each is put in front of those before it.
$bb tr '\\0' '\\n' </webboot/proc/1/environ | $bb tac >/webboot/environ
set -- "$init" "$@"
if (PATH= env -i) 2>/dev/null; then
  while IFS= read -r variable; do set -- "$variable" "$@"; done </webboot/environ
  set -- env -i -- "$@"
fi
$bb umount /webboot/proc /webboot/sys
$bb rm -rf /webboot
unset bb init device module tries variable PWD OLDPWD SHLVL
exec "$@"
`;
}

/** Read-only, as the medium that it stands for. A kernel may make loop devices only on request. */
function attach(image: string, blockDevice: string): string {
  return `$bb mount -t devtmpfs devtmpfs /webboot/dev
[ -b /webboot/dev/${blockDevice} ] || $bb mknod /webboot/dev/${blockDevice} b 7 0
$bb losetup -r /webboot/dev/${blockDevice} ${image} || say 'the image could not be attached'
$bb umount /webboot/dev
`;
}
