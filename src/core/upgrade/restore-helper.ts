import { sharedOptions } from './criu-arguments.ts';
import { diagModules, lockTable, memoryMounts, upgradePlaces } from './places.ts';
import { inOwnScope, restoreArguments } from './podman-arguments.ts';
import { readArmed } from './read-armed.ts';
import { restoreSeconds } from './restore-drop-ins.ts';

/**
 * What the next boot does, by the first argument: `early`, before the network comes up; `first`, before
 * anything else, or `restore`, when the file systems are there: all units at once; `unit`, when systemd starts one: it takes the
 * processes over, or restores them now if that failed before; `containers`, when the network is up; `free`, at the end.
 */
export function helperText(heading: string): string {
  const { armed, restoring, results, helper, groups } = upgradePlaces;
  return `#!/bin/sh
${heading}
PATH=/usr/sbin:/usr/bin:/sbin:/bin
umask 077
file=${restoring}

# Milliseconds since 1970, and seconds since this kernel began.
mark() {
  read -r uptime _ </proc/uptime
  echo "$1 $(date +%s%3N) $uptime" >>${results}/marks
}

# Named by its hardware address, and known to udev, which may have renamed it.
link_of() {
  for link in /sys/class/net/*; do
    read -r address <"$link/address" && [ "$address" = "$1" ] || continue
    read -r index <"$link/ifindex" && [ -e "/run/udev/data/n$index" ] || continue
    echo "\${link##*/}"
    return 0
  done
  return 1
}

# Whether the initrd has brought all links up that there were.
linked() {
  [ -e "$directory/network" ] || return 0
  while read -r hardware words; do
    link_of "$hardware" >/dev/null || return 1
  done <"$directory/network"
}

# criu binds sockets to addresses; who manages them finds them there already.
network() {
  [ -e "$directory/network" ] || return 0
  tries=0
  while read -r hardware words; do
    until link=$(link_of "$hardware") || [ $tries -ge 100 ]; do
      tries=$((tries + 1))
      sleep 0.2
    done
    [ -n "$link" ] || continue
    ip link set "$link" up
    ip $words dev "$link"
  done <"$directory/network"
}

# The memory that the last kernel left the checkpoints in.
memory() {
  name=\${directory#${memoryMounts}/}
  [ "$name" != "$directory" ] || return 0
  name=\${name%%/*}
  modprobe -aq nd_e820 nd_pmem
  tries=0
  until [ -b "/dev/$name" ] || [ $tries -ge 50 ]; do
    tries=$((tries + 1))
    sleep 0.2
  done
  mkdir -p "${memoryMounts}/$name"
  mount -o nodev,nosuid,noexec "/dev/$name" "${memoryMounts}/$name"
}

# In the control group where it stands.
restore() {
  tries=0
  until [ -e ${results}/ready ] || [ $tries -gt 300 ]; do
    tries=$((tries + 1))
    sleep 0.2
  done
  exec 7>&1 8>&1 9>&1
  unit=$1
  set --
  number=9
  read -r inodes <"$directory/$unit/streams"
  for inode in $inodes; do
    set -- "$@" --inherit-fd "fd[$number]:socket:[$inode]"
    number=$((number - 1))
  done
  timeout -k 5 ${restoreSeconds} criu restore --images-dir "$directory/$unit/images" --log-file restore.log -v2 \\
    --restore-detached --pidfile "${results}/$unit.pid" ${sharedOptions.join(' ')} "$@" || return 1
  : >"${results}/$unit.restored"
}

# Into the control group of the unit, until nothing is born outside of it any more.
adopt() {
  own=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)
  tries=0
  until rmdir "${groups}/$1" || [ $tries -gt 50 ]; do
    tries=$((tries + 1))
    for pid in $(cat "${groups}/$1/cgroup.procs"); do
      echo "$pid" >"$own/cgroup.procs"
    done
  done 2>/dev/null
}

# Podman makes folders that are not for root alone.
restore_container() {
  umask 022
  timeout -k 5 ${restoreSeconds} ${[...inOwnScope, 'podman', ...restoreArguments].join(' ')} "$1" || return 1
  : >"${results}/container:$1.restored"
}

# Units that are not back yet are tried again with the network, whose lock stays for them.
free_if_whole() {
  for unit in $units; do
    [ -e "${results}/$unit.restored" ] || exit 0
  done
  exec /bin/sh ${helper} free
}

case $1 in
  early)
    [ ! -e ${results}/marks ] || exit 0
    mkdir -p ${results}
    mark early
    ${readArmed.replaceAll('\n', '\n    ')} <${armed}
    # At the same time as all else: what every restore would find out for itself otherwise.
    {
      modprobe -aq ${diagModules}
      timeout -k 5 60 criu check --feature mem_dirty_track
      : >${results}/ready
    } >/dev/null 2>&1 &
    memory || exit 1
    nft -f "$directory/lock.nft" || exit 1
    echo "$directory" >${results}/prepared
    ;;
  first | restore)
    [ -e ${armed} ] || exit 0
    ${readArmed.replaceAll('\n', '\n    ')} <${armed}
    [ "$1" = restore ] || mount -o remount,rw / || exit 0
    /bin/sh ${helper} early
    [ "$1" = restore ] || linked || exit 0
    # It is tried once.
    mv ${armed} $file && sync -f $file || exit 1
    # Without the lock peers would see a reset, and without its files no unit would go on.
    [ -e ${results}/prepared ] || exit 1
    mark restore
    tar -C / -xpf "$directory/run.tar" || {
      rm ${results}/prepared
      exit 1
    }
    network
    set --
    for unit in $units; do
      set -- "$@" "${groups}/$unit"
    done
    [ $# = 0 ] || mkdir -p "$@"
    for unit in $units; do
      systemd-cat --identifier="$unit" /bin/sh ${helper} early-unit "$unit" &
    done
    wait
    mark restored
    [ -n "$containers" ] || free_if_whole
    ;;
  containers)
    [ -e ${results}/prepared ] || exit 1
    ${readArmed.replaceAll('\n', '\n    ')} <$file
    for container in $containers; do
      restore_container "$container" &
    done
    wait
    mark restored
    free_if_whole
    ;;
  early-unit)
    read -r directory <${results}/prepared || exit 1
    echo $$ >"${groups}/$2/cgroup.procs" || exit 1
    # What is left of a failed one would be in the way of the next.
    restore "$2" || echo 1 >"${groups}/$2/cgroup.kill"
    ;;
  unit)
    read -r directory <${results}/prepared || exit 1
    [ -e "${results}/$2.restored" ] || {
      restore "$2"
      exit
    }
    adopt "$2"
    ;;
  free)
    [ ! -e ${results}/freed ] || exit 0
    nft delete table inet ${lockTable}
    : >${results}/freed
    mark freed
    ;;
esac
`;
}
