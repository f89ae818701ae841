#!/bin/busybox sh
# Makes the resolver's file of what each source knows, one file a source in /run/webboot/resolv:
# DHCP and router advertisements of each interface. What a person gave (0-given) stands alone.
cd /run/webboot/resolv || exit 0
if [ -e 0-given ]; then set -- 0-given; else set -- *; fi
# The resolver reads three servers and the last search list (resolv.conf(5)).
cat "$@" 2>/dev/null | awk '/^search/ { search = $0 } /^nameserver/ && !seen[$2]++ && count++ < 3 { servers = servers $0 "\n" }
  END { if (search) print search; printf "%s", servers }' >/run/webboot/resolv.conf.new
cat /run/webboot/resolv.conf.new >/etc/resolv.conf
