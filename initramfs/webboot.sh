#!/bin/busybox sh
# The commands of webboot (list, inspect, fetch, verify, ...) for the rescue shell.
exec node --use-openssl-ca /webboot/dist/main.mjs "$@"
