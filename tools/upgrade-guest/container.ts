/** Answers each number that it is sent, and reports one that is missing. */
const answer = `#!/bin/sh
n=0
while read -r line; do
  n=$((n + 1))
  [ "$line" = "$n" ] || {
    echo "LOST $line $n"
    n=$line
  }
  echo "$n $n"
done
`;

/** Counts in its memory, and shows it in a file. */
const serve = `#!/bin/sh
nc -ll -p 7000 -e /answer &
n=0
while :; do
  n=$((n + 1))
  echo $n >/count
  sleep 0.3
done
`;

/** The root of a container, made of nothing but busybox. */
const root = '/opt/container';

export const containerFiles = {
  [`${root}/answer`]: { text: answer, mode: 0o755 },
  [`${root}/serve`]: { text: serve, mode: 0o755 },
};

/** Run when the guest's packages are there. */
export const containerSetup = [
  `mkdir ${root}/bin`,
  `cp /bin/busybox ${root}/bin/`,
  ...['sh', 'nc', 'sleep'].map((name) => `ln -s busybox ${root}/bin/${name}`),
];

/** Makes an image of it, and starts a container outside of every service, as a person would. */
export function startContainer(name: string): string {
  const image = 'localhost/counting';
  return [
    `tar -C ${root} -c . | podman import --quiet --change 'CMD ["/serve"]' - ${image}`,
    `systemd-run --scope --quiet podman run --detach --name ${name} --network host ${image}`,
  ].join(' && ');
}
