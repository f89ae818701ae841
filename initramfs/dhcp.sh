#!/bin/busybox sh
# Run by busybox's udhcpc, which gives the lease in variables: sets address, routes and resolver.
case $1 in
deconfig)
  ip -4 addr flush dev "$interface"
  ip link set "$interface" up
  ;;
bound | renew)
  ip -4 addr flush dev "$interface"
  ip addr add "$ip/${mask:-24}" broadcast "${broadcast:-+}" dev "$interface"
  [ -n "$mtu" ] && ip link set "$interface" mtu "$mtu"
  metric=0
  for gateway in $router; do
    # A server may name a gateway outside the address's network (RFC 3442, and clouds with /32).
    ip route replace "$gateway" dev "$interface" 2>/dev/null
    ip route replace default via "$gateway" dev "$interface" metric $metric
    metric=$((metric + 1))
  done
  mkdir -p /etc
  {
    [ -n "$domain" ] && echo "search $domain"
    for server in $dns; do echo "nameserver $server"; done
  } >/etc/resolv.conf
  ;;
nak)
  echo "the DHCP server refused the address on $interface: $message" >&2
  ;;
esac
