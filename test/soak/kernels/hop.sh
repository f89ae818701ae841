#!/bin/busybox sh
# PID 1 of one kernel in a chain: tells what this kernel has, and jumps into the next one with the
# files that it runs from. `chain=` names the kernels to come; `own` is webboot's image.
export PATH=/bin
/bin/busybox mkdir -p /proc /sys /run
# Until /proc is there, busybox does not find itself, and so no applet.
/bin/busybox mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o size=80% tmpfs /run

parameter() {
  for word in $(cat /proc/cmdline); do
    case $word in "$1"=*) echo "${word#*=}" ;; esac
  done
}
memory() {
  grep "^$1:" /proc/meminfo | tr -dc 0-9
}
kexec() {
  /chain/loader --library-path /chain/lib /chain/kexec "$@"
}

echo 3 >/proc/sys/vm/drop_caches
echo "hop: kernel=$(uname -r) cpus=$(nproc) total=$(memory MemTotal) available=$(memory MemAvailable)"
chain=$(parameter chain)
next=${chain%%,*}
rest=${chain#"$next"}
rest=${rest#,}
common="console=$(parameter console) panic=-1 quiet"
case $next in
'')
  echo 'the chain has ended'
  exec sleep 100000
  ;;
own)
  kernel=/webboot/vmlinuz
  cmdline="$common webboot.restarted chain.round=$(parameter chain.round)"
  ;;
*)
  kernel=/chain/vmlinuz-$next
  cmdline="$common rdinit=/chain/hop chain=$rest"
  ;;
esac
cd /
find . -xdev | cpio -o -H newc >/run/initramfs
# arm64 checks what was loaded without its caches, which takes half a minute.
case $(uname -m) in aarch64) way='-c -i' ;; *) way=-a ;; esac
kexec $way -l "$kernel" --initrd=/run/initramfs --command-line="$cmdline" && kexec -e
echo 'the chain is broken'
exec sleep 100000
