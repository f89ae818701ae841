/** What the hook has to do in the target's initramfs. */
export interface HookInput {
  /** File names within `/webboot`, in load order; none: the initramfs finds the device by itself. */
  readonly modules: readonly string[];
  /** Kernel name of the medium's block device: "pmem0". */
  readonly blockDevice: string;
  /** Where a region starts that nd_pmem takes without page structures only. */
  readonly rawAt?: number;
  /** What the hook becomes at its end: the initramfs's own init. */
  readonly init: string;
  /** The image as a file of the initramfs, to be put behind the device. */
  readonly image?: string;
  /** `/webboot/deliver` is to be run once the live system's root is mounted. */
  readonly delivers: boolean;
  /** `/webboot/secrets` has files for the kernel's keyring, each called as its key. */
  readonly secrets?: boolean;
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
export function hookScript(input: HookInput): string {
  return `#!/webboot/busybox sh
bb=/webboot/busybox
init='${input.init.replaceAll("'", `'\\''`)}'
say() { echo "webboot: $*"; }

$bb mount -t sysfs sysfs /webboot/sys
$bb mount -t proc proc /webboot/proc
${input.secrets === true ? addKeys : ''}${needsDevice(input) ? loadDrivers(input) : ''}${input.delivers ? arrangeDelivery : ''}
[ -x "$init" ] || say "this initramfs has no $init: the kernel will stop"

# Backwards, because each is put in front of those before it.
$bb tr '\\0' '\\n' </webboot/proc/1/environ | $bb tac >/webboot/environ
set -- "$init" "$@"
if (PATH= env -i) 2>/dev/null; then
  while IFS= read -r variable; do set -- "$variable" "$@"; done </webboot/environ
  set -- env -i -- "$@"
fi
$bb umount /webboot/proc /webboot/sys
${input.delivers ? '$bb rm -r /webboot/environ /webboot/init' : '$bb rm -rf /webboot'}
unset bb init device module space tries variable PWD OLDPWD SHLVL
exec "$@"
`;
}

/** The program removes each file, after it wrote zeros over it. */
const addKeys = `for key in /webboot/secrets/*; do
  /webboot/add-key "\${key##*/}" "$key" || say "the keyring did not take the secret \${key##*/}"
done
$bb rm -rf /webboot/secrets
unset key
`;

/** Drivers that are built in are none to load, and may still have to be told something. */
function needsDevice({ modules, rawAt }: HookInput): boolean {
  return modules.length > 0 || rawAt !== undefined;
}

function loadDrivers({ modules, blockDevice, image, rawAt }: HookInput): string {
  const asRaw = rawAt === undefined ? '' : takeRaw(rawAt);
  return `device=/webboot/sys/class/block/${blockDevice}
${asRaw}say 'loading the drivers for ${blockDevice}, which is to hold the image'
for module in ${modules.join(' ')}; do
${asRaw === '' ? '' : `  [ "$module" = nd_pmem.ko ] && take_raw\n`}  $bb insmod "/webboot/$module" || say "the driver $module could not be loaded"
  $bb rm "/webboot/$module"
done
${image === undefined ? '' : attach(image, blockDevice)}tries=0
until [ -e $device ]; do
  [ $tries -eq 0 ] && say 'waiting for ${blockDevice}, ${deviceSeconds} seconds at most'
  tries=$((tries + 1))
  [ $tries -gt ${deviceSeconds * 10} ] && break
${asRaw === '' ? '' : '  take_raw\n'}  $bb sleep 0.1
done
if [ -e $device ]; then
  say '${blockDevice} exists; the image continues on its own'
else
  say '${blockDevice} did not appear: the image will not be found. Was the memory for it set aside?'
fi
`;
}

/**
 * Where UEFI tells what memory there is, the kernel counts the region among its own, and nd_pmem
 * fails with -17 (EEXIST) unless its namespace is forced to be raw before. One that is built in has
 * failed by then, and is asked again. The namespace may come a moment after its driver.
 */
function takeRaw(start: number): string {
  return `take_raw() {
  for space in $($bb grep -lxs 0x${start.toString(16)} /webboot/sys/bus/nd/devices/namespace*/resource); do
    space=\${space%/resource}
    [ -e $space/driver ] || echo 1 >$space/force_raw
    [ -e /webboot/sys/bus/nd/drivers/nd_pmem ] || continue
    [ -e $space/driver ] || echo \${space##*/} >/webboot/sys/bus/nd/drivers/nd_pmem/bind
  done 2>/dev/null
}
`;
}

/**
 * Each family runs what lies in a folder of its initramfs once the root is mounted.
 * initramfs-tools (live-boot, casper): the lines of ORDER are sourced, the folder's other files are
 * only what these call. dracut: files are sourced; the folder was moved with dracut 102, and of two
 * files of one name newer ones take one. mkinitcpio: a hook is run where /config lists it.
 */
const arrangeDelivery = `if [ -e /scripts/functions ]; then
  $bb mkdir -p /scripts/init-bottom
  echo '/webboot/deliver "$rootmnt"' >>/scripts/init-bottom/ORDER
elif [ -e /lib/dracut-lib.sh ] || [ -e /usr/lib/dracut-lib.sh ]; then
  for hooks in /lib/dracut/hooks /var/lib/dracut/hooks; do
    $bb mkdir -p $hooks/pre-pivot
    echo '/webboot/deliver "\${NEWROOT:-/sysroot}"' >$hooks/pre-pivot/90-webboot.sh
  done
  unset hooks
elif [ -e /init_functions ] && [ -e /config ]; then
  echo 'LATEHOOKS="$LATEHOOKS webboot"' >>/config
  echo 'run_latehook() { /webboot/deliver /new_root; }' >/hooks/webboot
  $bb chmod 755 /hooks/webboot
else
  say 'this initramfs has no place from where the live system could be given anything'
fi
`;

/** Read-only, as the medium that it stands for. A kernel may make loop devices only on request. */
function attach(image: string, blockDevice: string): string {
  return `$bb mount -t devtmpfs devtmpfs /webboot/dev
[ -b /webboot/dev/${blockDevice} ] || $bb mknod /webboot/dev/${blockDevice} b 7 0
$bb losetup -r /webboot/dev/${blockDevice} ${image} || say 'the image could not be attached'
$bb umount /webboot/dev
`;
}
