#!/bin/busybox sh
# Run by busybox's uevent for each event of the kernel: loads the driver of a device that came.
if [ "$ACTION" = add ] && [ -n "$MODALIAS" ]; then
  exec modprobe -bq "$MODALIAS"
fi
