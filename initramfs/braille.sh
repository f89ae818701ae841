#!/bin/busybox sh
# Started by init.sh once drivers are loaded, with the menu's language: brltty shows the screen on a braille display
# on USB, and waits for one. Only in images with --accessibility.
mkdir -p /run/webboot/brltty
case $1 in de) table=de ;; *) table=en_US ;; esac
exec brltty -q -b auto -d usb: -x lx -f /dev/null -T /usr/share/brltty -t $table -c none \
  -U /run/webboot/brltty -W /run/webboot/brltty -P /run/webboot/brltty/pid -L /run/webboot/brltty/log -z
