#!/bin/busybox sh
# The commands of webboot (list, inspect, fetch, verify, ...) for the rescue shell.
# The menu's own; another would only fill memory.
unset NODE_COMPILE_CACHE
exec node --use-openssl-ca /webboot/dist/main.mjs "$@"
