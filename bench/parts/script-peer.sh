#!/bin/busybox sh
# What an expert writes in an hour: fetches a signed live ISO into memory that was set aside, checks it, and
# starts its kernel. The kernel's command line says which: peer.url= peer.iso= peer.bytes= peer.way=wget|curl|menu.
export PATH=/usr/sbin:/usr/bin:/bin
/bin/busybox mount -t proc proc /proc
/bin/busybox --install -s /bin
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
for word in $(cat /proc/cmdline); do
  case $word in peer.*) eval "${word#peer.}" ;; esac
done

die() {
  echo "the script stops: $1"
  sleep 1000
}

echo 'the script offers: 1) Demo'
[ "$way" = menu ] && sleep 1000

while read -r module; do insmod "/modules/$module"; done </modules/order
ip link set eth0 up
udhcpc -i eth0 -n -q -f -s /dhcp.sh >/dev/null 2>&1 || die 'no network'

cd /tmp || die 'no /tmp'
for file in SHA256SUMS SHA256SUMS.sign; do wget -q "$url/$file" || die "no $file"; done
gpgv --keyring /key.gpg SHA256SUMS.sign SHA256SUMS 2>/dev/null || die 'bad signature'
wanted=$(sed -n "s/  $iso\$//p" SHA256SUMS)

until [ -b /dev/pmem0 ]; do usleep 50000; done
case $way in
wget)
  wget -q -O /dev/pmem0 "$url/$iso" || die 'no image'
  digest=$(head -c "$bytes" /dev/pmem0 | sha256sum)
  ;;
curl) digest=$(curl -sf "$url/$iso" | tee /dev/pmem0 | sha256sum) ;;
esac
[ "${digest%% *}" = "$wanted" ] || die 'wrong digest'
echo 'the script has verified the image'

mount -t iso9660 -o ro /dev/pmem0 /mnt || die 'no file system'
kexec -s -l /mnt/live/vmlinuz --initrd=/mnt/live/initrd.img \
  --command-line='boot=live components console=tty0 console=ttyS0,115200' || die 'kernel refused'
umount /mnt
kexec -e
die 'no jump'
