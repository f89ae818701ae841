#!/bin/busybox sh
# A login over SSH (dropbear's forced command): runs the command that was asked for, or shows the running menu on
# this terminal, as one more of its consoles (src/linux/terminals). If no menu answers, it is a root shell.

if [ -n "$SSH_ORIGINAL_COMMAND" ]; then
  exec sh -c "$SSH_ORIGINAL_COMMAND"
fi
if ! [ -t 0 ]; then
  echo 'The menu needs a terminal. Use ssh -t, or name a command to run.' >&2
  exit 2
fi
terminals=${WEBBOOT_TERMINALS:-/run/webboot/terminals}

root_shell() {
  stty sane
  printf '\033[?25h\r\nThe menu does not answer. This is a root shell on the machine.\n'
  sh -l 4>&- 6>&-
  exit
}

[ -p "$terminals/door" ] || root_shell
umask 077
desk=$(mktemp -d "$terminals/XXXXXX") || root_shell
trap 'rm -rf "$desk"' EXIT
trap 'exit 129' HUP TERM
mkfifo "$desk/keys" "$desk/screen" "$desk/orders"
# For both ways: nobody is waited for, and the menu sees the end of the keys when this ends.
exec 4<>"$desk/keys" 6<>"$desk/orders"
case $TERM in '' | *[!A-Za-z0-9._+-]*) TERM=unknown ;; esac

# A terminal without a size, such as a script's, is none to stty.
tell() {
  size=$(stty size 2>/dev/null)
  echo "$1 ${desk##*/} ${size:-0 0} $TERM" 1<>"$terminals/door"
}

# The next word of the menu within so many seconds; a new size of the terminal interrupts the reading.
hear() {
  order=
  resized=
  until read -r -t "$1" order <&6; do
    [ -n "$resized" ] || return
    resized=
  done
}

# Not cat: busybox's has the kernel splice, which holds the pipe while it waits for a key, and the menu with it.
copy() { exec dd bs=4096 2>/dev/null; }

trap 'resized=1; tell size' WINCH
while :; do
  stty raw -echo
  tell attach
  hear 15
  case $order in
  ready) ;;
  full)
    stty sane
    echo 'Too many terminals show the menu. Close one of them and try again.'
    exit 1
    ;;
  *) root_shell ;;
  esac
  copy </dev/tty >&4 &
  keys=$!
  copy <"$desk/screen" &
  screen=$!
  # A new size interrupts this, too. What the menu writes ends when it lets go of the terminal.
  while kill -0 $screen 2>/dev/null; do wait $screen; done
  kill $keys 2>/dev/null
  hear 1
  case $order in
  shell)
    stty sane
    sh -l 4>&- 6>&-
    ;;
  end)
    stty sane
    exit 0
    ;;
  esac
done
