#!/bin/busybox sh
# Run by busybox's udhcpc and udhcpc6, which give the lease in variables: sets address, routes and
# name servers. IPv6's routes come from the router's advertisements.
resolv=/run/webboot/resolv

# remember SOURCE SEARCH: what /webboot/resolv.sh makes the resolver's file of.
remember() {
  mkdir -p $resolv
  {
    [ -n "$2" ] && echo "search $2"
    for server in $dns; do echo "nameserver $server"; done
  } >"$resolv/$interface.$1"
  /webboot/resolv.sh
}

set_ipv4() {
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
  remember dhcp "$domain"
}

case $1 in
deconfig)
  # Addresses stay until there are others: udhcpc and udhcpc6 both say this while they begin.
  ip link set "$interface" up
  ;;
bound | renew)
  if [ -n "$ip" ]; then
    set_ipv4
  else
    [ -n "$ipv6" ] && ip -6 addr replace "$ipv6/128" dev "$interface"
    remember dhcp6 "$search"
  fi
  ;;
nak)
  echo "the DHCP server refused the address on $interface${message:+: $message}" >&2
  # A server that refuses twice means it; udhcpc would ask for ever. Asked to end, it would say
  # that all is well.
  refused=/run/webboot/dhcp-refused.$interface
  if [ -e "$refused" ]; then
    rm "$refused"
    kill -9 $PPID
  else
    : >"$refused"
  fi
  ;;
esac
