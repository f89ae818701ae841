#!/bin/busybox sh
# PID 1 of the image: mounts, modules, the clock, then Node with the menu. It never exits, since
# that would be a kernel panic: when Node ends, every console gets the reason and a choice.
# busybox's shell runs its applets by itself, so no links are needed before --install.

export PATH=/usr/sbin:/usr/bin:/bin HOME=/root
# The kernel hands TERM= of its command line on, and TERM=linux without one.
export TERM=${TERM:-linux}
log=/run/webboot/node.log
# Code that runs once is not worth compiling; src/linux/compilers.ts has it compiled after the start.
# Most of what is made until then stays, so collecting garbage in between only costs: 4 MiB of it may lie. Later
# a download would let it grow to four times as much, for nothing.
quick_start='--no-opt --no-maglev --no-sparkplug --min-semi-space-size=4 --max-semi-space-size=4'

# Up to the first paint each program and each subshell counts (docs/performance.md): all of /etc/fstab by one.
/bin/busybox mount -a
mkdir /run/webboot
read -r cmdline </proc/cmdline

# A line in the kernel's log, which carries its own time; the benchmarks read it there.
mark() {
  read -r uptime _ </proc/uptime
  echo "<5>webboot: $1 at $uptime" >/dev/kmsg
}

# Sets value to that of a kernel parameter, to its name for one without a value; the last one counts.
parameter() {
  value=
  for word in $cmdline; do
    case $word in
    "$1") value=$1 ;;
    "$1"=*) value=${word#*=} ;;
    esac
  done
}

given() {
  parameter "$1"
  [ -n "$value" ]
}

# Sets consoles to the devices of those that the kernel writes to, the preferred one last.
find_consoles() {
  read -r names </sys/class/tty/console/active
  consoles=
  for name in $names; do
    # The screen that is in front changes; the menu stays on the first one.
    [ "$name" = tty0 ] && name=tty1
    [ -c "/dev/$name" ] && consoles="$consoles /dev/$name"
  done
  consoles=${consoles:-/dev/console}
}

# The loader of Chromebooks takes a small initramfs only: /usr and the kernel for the restart are on
# the stick, where other loaders find them.
fetch_usr() {
  [ -e /webboot/usr.squashfs ] && return
  while read -r module; do insmod "/webboot/stick/$module" 2>>$log; done </webboot/stick/order
  parameter webboot.esp
  esp=$value
  tries=150
  until device=$(findfs "UUID=$esp" 2>/dev/null); do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || { reason=stick subject=$esp; return 1; }
    usleep 200000
  done
  mount -t vfat -o ro "$device" /mnt 2>>$log || { reason=mount subject=$device; return 1; }
  (cd / && cpio -id webboot/usr.squashfs </mnt/webboot/initramfs.img && cp /mnt/webboot/vmlinuz webboot/) 2>>$log
  status=$?
  umount /mnt
  mark 'stick read'
  [ $status = 0 ] || { rm -f /webboot/usr.squashfs; reason=unreadable; return 1; }
}

mount_usr() {
  [ -x /usr/bin/node ] && return
  fetch_usr || return
  while read -r module; do
    insmod "/webboot/early/$module" 2>>$log || lsmod | grep -q "^${module%.ko} " ||
      { reason=module subject=$module; return 1; }
  done </webboot/early/order
  mount -t squashfs -o ro,loop /webboot/usr.squashfs /usr 2>>$log ||
    { reason=mount subject=/webboot/usr.squashfs; return 1; }
}

# The menu is there sooner when drivers wait for it (docs/performance.md); it opens the pipe for them. Where
# nobody waits for a menu, or its settings lie on a stick, they come first.
wait_for_menu() {
  if given webboot.auto || given webboot.stick; then return; fi
  read -r -t 10 _ <>/run/webboot/menu
}

# Where UEFI tells what memory there is, the kernel counts what is set aside among its own: nd_pmem takes
# it without page structures only (-17), which has to be said before it is loaded. The namespace comes some time
# after its driver, on a busy machine seconds.
take_raw() {
  [ -d /sys/firmware/efi ] || return
  for node in /proc/device-tree/webboot@*; do
    [ -e "$node" ] || return
    modprobe -q of_pmem
    tries=100
    until space=$(grep -lxs "0x${node##*@}" /sys/bus/nd/devices/namespace*/resource); do
      tries=$((tries - 1))
      [ $tries -gt 0 ] || return
      usleep 100000
    done
    space=${space%/resource}
    echo 1 >"$space/force_raw"
    [ -e /sys/bus/nd/drivers/nd_pmem ] && echo "${space##*/}" >/sys/bus/nd/drivers/nd_pmem/bind
  done 2>>$log
}

# Drivers for what is there, until a pass finds nothing new; a listener takes what comes later.
load_drivers() {
  wait_for_menu
  # Firmware that somebody put into the image; nothing can be added to /usr.
  printf /firmware >/sys/module/firmware_class/parameters/path
  # Whose kernels the firmware trusts; only read.
  [ -d /sys/firmware/efi/efivars ] &&
    mount -t efivarfs -o ro efivarfs /sys/firmware/efi/efivars 2>>$log
  take_raw
  uevent /webboot/hotplug.sh >/dev/null 2>&1 &
  known=
  for _ in 1 2 3 4 5; do
    found=$(find /sys/devices -name modalias -exec cat {} + 2>/dev/null | sort -u)
    new=$(echo "$found" | grep -vxF "$known")
    [ -n "$new" ] || break
    known=$found
    echo "$new" | tr '\n' '\0' | xargs -0 modprobe -abq >/dev/null 2>&1
  done
  [ -e /proc/modules ] || ask_again
  find_language
  [ -x /webboot/braille.sh ] && /webboot/braille.sh "$language" >/dev/null 2>&1 &
  : >/run/webboot/drivers-loaded
  mark 'drivers loaded'
}

# What is built into the kernel asked for its firmware before /usr was there, and gave up.
ask_again() {
  for device in /sys/bus/pci/devices/* /sys/bus/usb/devices/*; do
    [ -e "$device/driver" ] || echo "${device##*/}" >"${device%/devices/*}/drivers_probe"
  done 2>/dev/null
}

# A machine without a clock, or with an empty battery, must not reject certificates as not yet valid.
set_clock() {
  read -r built </webboot/build-date
  [ "$(date +%s)" -ge "$built" ] || date -s "@$built" >/dev/null
}

# Messages of the kernel would write over the menu; they stay in its log.
quiet_kernel() {
  level=1
  if given webboot.debug; then level=7; fi
  echo $level >/proc/sys/kernel/printk
}

# Sets language to that of the menu. With a stick, its settings may say; they are not there yet: any.
find_language() {
  parameter webboot.lang
  language=$value
  for file in /run/webboot/stick/choices.json /run/webboot/stick/webboot.json; do
    read_language "$file"
  done
  if [ -z "$language" ] && given webboot.stick; then language=any; fi
  read_language /etc/webboot/webboot.json
  language=${language:-en}
}

read_language() {
  [ -z "$language" ] && [ -e "$1" ] || return
  language=$(head -c 65536 "$1" | sed -n 's/.*"lang" *: *"\([a-z]*\)".*/\1/p')
}

# Adds the next byte of the console to keys. Node asks for the console by SIGUSR1 until it has it
# (src/linux/painted-frames.ts); outside of this, the signal would break off what is being written.
read_key() {
  trap : USR1
  # A byte that no text has in it ends a line, so that Enter does not; what is left out is that one and NUL.
  IFS= read -r -n 1 -d "$noise" byte
  got=$?
  trap '' USR1
  [ $got = 0 ] && keys=$keys$byte
}

# Writes what the console's table has by that name, a line for each: rows of the console, by the numbers of lines that
# all sizes of console share (tools/image/drawn-table.ts).
look_up() {
  awk -v "name=$1" '
    NR == FNR { if (index($1, name)) found[++count] = $0; next }
    { text[FNR] = $0 }
    END {
      for (i = 1; i <= count; i++) {
        size = split(found[i], part)
        for (j = 2; j <= size; j++) {
          if (split(part[j], at, ":") == 2) { row = at[1]; line = at[2] } else { row++; line = at[1] }
          printf "\033[%dH%s", row, text[line]
        }
        print ""
      }
    }
  ' "/webboot/frames/$frame.table" "/webboot/frames/${frame%%-*}.lines"
}

# Sets drawn to what moves the mark one row down, and keeps what moves it back for later.
draw_down() {
  if [ "$furthest" = 0 ]; then
    look_up '>' >"$moves" && exec 3<"$moves" && rm "$moves" || return
  fi
  if [ "$row" = "$furthest" ]; then
    IFS= read -r down <&3 && IFS= read -r up <&3 || return
    eval "down_$row=\$down up_$row=\$up"
    furthest=$((furthest + 1))
  fi
  eval "drawn=\$down_$row"
  row=$((row + 1))
}

draw_up() {
  drawn=
  [ "$row" -gt 0 ] || return 0
  row=$((row - 1))
  eval "drawn=\$up_$row"
}

# Sets drawn to what shows another text of the search field. Its first letter finds what is listed; more letters are only
# echoed, and Node makes the list shorter. Whatever else may be typed is left to Node.
draw_search() {
  [ ${#1} -le 24 ] || return
  # In an image that can speak, this key alone asks for that.
  if [ "$1" = s ] && [ -e /usr/bin/espeakup ]; then return 1; fi
  field="$escape[${cursor}H$1$escape[0;7m $escape[0m$escape[K"
  case $1 in
  '') list=$(look_up .) && drawn=$list shown= ;;
  [a-zA-Z0-9]) list=$(look_up "$1") && drawn=$list$field shown=$list$field ;;
  [a-zA-Z0-9]*) drawn=$field shown=$list$field ;;
  *) return 1 ;;
  esac || return
  query=$1
  row=0
}

# Until Node has the menu, keys are answered by what was drawn for that when the image was built: Up and Down, and
# letters that search. Enter is shown to be taken. Any other key ends this; that one and all behind it wait for Node.
# Leaves behind the mark's row, nothing if no key was answered, the text of the search field, what shows it, and what it
# has read of the other key. The console is its input and its output.
answer_keys() {
  trap '' USR1
  frame=$1
  moves=/run/webboot/moves-$2
  read -r _ cursor <"/webboot/frames/$frame.table"
  escape=$'\033'
  noise=$'\377'
  row=0
  furthest=0
  moved=
  query=
  shown=
  keys=
  while read_key; do
    case $keys in
    '' | "$escape" | "$escape[" | "${escape}O") continue ;;
    "$escape[A" | "${escape}OA") [ -z "$query" ] && draw_up || break ;;
    "$escape[B" | "${escape}OB") [ -z "$query" ] && draw_down || break ;;
    [a-zA-Z0-9] | ' ' | . | _ | -) draw_search "$query$keys" || break ;;
    $'\177' | $'\b') [ -n "$query" ] && draw_search "${query%?}" || break ;;
    $'\r' | $'\n')
      # Where the last row says what this key is for, if it says anything.
      drawn="$escape[${frame##*x};2H$escape[0;7mEnter$escape[0m"
      printf %s "$drawn"
      shown=$shown$drawn
      break
      ;;
    *) break ;;
    esac
    printf %s "$drawn"
    moved=$row
    keys=
  done
  # In front of what Enter has shown; with a search the mark is on the first row.
  while [ "$row" -gt 0 ]; do
    row=$((row - 1))
    eval "shown=\$down_$row\$shown"
  done
  printf '%s\n%s\n%s\n%s\nend\n' "$moved" "$query" "$shown" "$keys" >"/run/webboot/answered-$2"
}

# Node takes seconds to the menu: its first frame was drawn when the image was built, for each language, kind and
# size of console. Keys count from now on: the console is held open, without echo, and Node finds them there.
paint_consoles() {
  if [ -n "$painted" ] || given webboot.auto || given webboot.debug || [ "$TERM" = dumb ]; then return; fi
  parameter webboot.ui
  ui=$value
  parameter webboot.speech
  case $ui$value in line* | yes) return ;; esac
  quiet_kernel
  find_language
  fd=4
  for console in $consoles; do
    [ $fd -lt 10 ] || break
    # What nothing stands behind cannot be opened; without "command" that would be this shell's end.
    eval "command exec $fd<>\$console" || continue
    size=$(stty -echo -icanon -isig -iexten -icrnl -ixon min 1 time 0 size <&$fd) || size=none
    # A serial line does not know.
    case $size in '' | '0 0') size='24 80' ;; esac
    case $console in /dev/tty[0-9]*) charset=cp437 ;; *) charset=ascii ;; esac
    frame=$language-$charset-${size#* }x${size% *}
    if [ -e "/webboot/frames/$frame" ]; then
      cat "/webboot/frames/$frame" >&$fd
      answer_keys "$frame" "${console##*/}" <&$fd >&$fd &
      painted="$painted $console=$frame=$!"
      fd=$((fd + 1))
    else
      eval "exec $fd>&-"
    fi
  done 2>>$log
  mark painted
}

# What the menu does without for a moment: it is set up while Node starts.
prepare_rest() {
  [ -z "$prepared" ] || return
  prepared=1
  quiet_kernel
  set_clock
  # Where the kernel tells whether it is locked down.
  mount -t securityfs securityfs /sys/kernel/security
  mkdir -p /dev/pts /dev/shm /tmp /root
  mount -t devpts -o gid=5,mode=620 devpts /dev/pts
  ip link set lo up
}

# There is no room for a kernel next to Node on this machine: Node has ended, and has left how to load it
# (src/linux/load-alone.ts).
load_alone() {
  reason=load
  for way in /run/webboot/load/*; do
    if xargs -0 kexec <"$way"; then
      kexec -e
      reason=start
      return
    fi
  done
} >>$log 2>&1

# Whether a restart may be needed. With memory set aside already there is nothing to ask Node, which
# takes seconds to say so (src/boot/target/early-reservation.ts).
may_restart() {
  [ -e /webboot/vmlinuz ] && ! given webboot.restarted || return
  parameter memmap
  case $value in *!*) return 1 ;; esac
}

# Memory for images is set aside by a restart of webboot in itself, before anything is started.
set_memory_aside() {
  prepare_rest
  mark 'setting memory aside'
  node $quick_start /webboot/dist/restart.mjs </dev/null >>$log 2>&1
}

# What Node is about to use is unpacked by another processor meanwhile: its snapshot, from the 51st MiB on, then
# the code; what lies behind both is hardly used at the start.
unpack_ahead() {
  dd if=/usr/bin/node of=/dev/null bs=1M skip=51 count=16
  dd if=/usr/bin/node of=/dev/null bs=1M count=36
} 2>/dev/null

run_node() {
  reason=
  subject=
  status=
  if [ -z "$started" ] && ! may_restart; then paint_consoles; fi
  mount_usr || return 1
  if [ -z "$started" ]; then
    if may_restart; then
      set_memory_aside
      paint_consoles
    fi
    unpack_ahead &
    mkfifo /run/webboot/menu
  fi
  mark 'node started'
  # What it takes to the menu is compiled already, by tools/image/compile-ahead.ts.
  NODE_COMPILE_CACHE=/webboot/dist/.compiled NODE_COMPILE_CACHE_PORTABLE=1 \
    WEBBOOT_CONSOLES=$consoles WEBBOOT_PAINTED=$painted node $quick_start --use-openssl-ca /webboot/dist/init.mjs </dev/null >>$log 2>&1 &
  node=$!
  # The next one finds the screen as this one has left it.
  painted=
  prepare_rest
  if [ -z "$started" ]; then
    started=1
    busybox --install -s /bin
    load_drivers &
    # Node goes first where there are not enough processors for both.
    renice -n 10 -p $! >/dev/null
  fi
  # Orphans are reaped by the same wait.
  wait $node
  status=$?
  reason=status subject=$status
  [ $status -gt 128 ] && reason=signal subject=$((status - 128))
  [ $status = 76 ] && load_alone
}

# The words come with the image, for each language and kind of console (tools/image/init-words.ts).
failure_screen() {
  # Leaves whatever screen, colours and hidden cursor the menu left behind.
  printf '\033[?1049l\033[?25h\033[0m\r\n'
  case $1 in /dev/tty[0-9]*) charset=cp437 ;; *) charset=ascii ;; esac
  words=/webboot/words/$language-$charset
  [ -e "$words" ] || words=/webboot/words/en-$charset
  . "$words"
  eval "because=\$because_$reason"
  printf "$stopped\n" "$(printf "$because" "$subject")"
  echo "$last_lines"
  # What a server or an image said stands there too: a terminal must not obey it.
  tail -n 12 $log 2>/dev/null | cut -c 1-200 | tr -c '\n -~' '?' | sed 's/^/  /'
  echo
  echo "$keys"
}

# A shell that the menu had opened would take the keys that are meant for the screen below.
end_shells() {
  for console in $consoles; do
    ls -l /proc/[0-9]*/fd/0 2>/dev/null | sed -n "s#.*/proc/\([0-9]*\)/fd/0 -> $console\$#\1#p"
  done | xargs -r kill -9 2>/dev/null
}

# Asks on every console at once; sets answer to the first key, and console to where it came from.
ask() {
  rm -f /run/webboot/answer
  mkfifo /run/webboot/answer
  # For both ways, so that it opens at once: what waits is the reading, again where a child's end broke it off.
  exec 3<>/run/webboot/answer
  readers=
  for console in $consoles; do
    (
      stty sane
      failure_screen "$console"
      while :; do
        if read -r key; then
          case $key in [rsb]*) echo "$key $console" >/run/webboot/answer ;; esac
        else
          sleep 1
        fi
      done
    ) <"$console" >"$console" 2>&1 &
    readers="$readers $!"
  done
  until read -r answer console <&3; do :; done
  exec 3<&-
  kill $readers
}

mark init
find_consoles

while :; do
  run_node
  # Settings have come up, and nobody has touched the menu yet.
  [ "$status" = 75 ] && continue
  prepare_rest
  mark "stopped: $reason $subject"
  find_language
  end_shells
  ask
  case $answer in
  s*) setsid -c sh -l <"$console" >"$console" 2>&1 ;;
  b*) reboot -f ;;
  esac
done
