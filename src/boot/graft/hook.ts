/** What the hook has to do in the target's initramfs. */
export interface HookInput {
  /** File names within `/webboot`, in load order. */
  readonly modules: readonly string[];
  /** Kernel name of the medium's block device: "pmem0". */
  readonly blockDevice: string;
  /** What the hook becomes at its end: the initramfs's own init. */
  readonly init: string;
}

/** Tenths of a second that the hook waits for the device; seen on real machines: 50 to 100 ms. */
const deviceWait = 100;

/**
 * The script that the kernel starts as PID 1 by `rdinit=`. It is one for every family, because
 * it knows nothing of the initramfs that it runs in. stdin, stdout and stderr are the kernel's
 * console.
 */
export function hookScript(input: HookInput): string {
  return `#!/webboot/busybox sh
bb=/webboot/busybox
say() { echo "webboot: $*"; }
for module in ${input.modules.join(' ')}; do
  $bb insmod "/webboot/$module" || say "the driver $module could not be loaded"
done
$bb mkdir -p /webboot/sys
$bb mount -t sysfs sysfs /webboot/sys
tries=0
until [ -e /webboot/sys/class/block/${input.blockDevice} ]; do
  tries=$((tries + 1))
  if [ $tries -gt ${deviceWait} ]; then
    say "the image's device ${input.blockDevice} did not appear; was memmap= changed?"
    break
  fi
  $bb sleep 0.1
done
$bb umount /webboot/sys
$bb rm -rf /webboot
unset bb module tries PWD OLDPWD SHLVL
exec ${input.init} "$@"
`;
}
