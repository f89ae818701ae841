const prefix = 'container:';

/** What a container is called among the units: "container:web". */
export function nameOfContainer(container: string): string {
  return `${prefix}${container}`;
}

/** The container of such a name; undefined for a unit. */
export function containerOf(name: string): string | undefined {
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

/** The alphabet of podman (podman-run(1), `--name`), with a limit. */
export function isContainerName(text: string): boolean {
  return /^[\dA-Za-z][\w.-]{0,200}$/.test(text);
}
