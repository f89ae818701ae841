import { isContainerName } from '../../core/upgrade/container-name.ts';

/** What conmon watches, by its command line (conmon(8)): a container of podman. */
export interface ConmonArguments {
  /** 64 hexadecimal digits. */
  readonly container: string;
  /** Empty if it is odd. */
  readonly name: string;
  /** Only a command in it, which `podman exec` has started. */
  readonly command: boolean;
}

/** `/proc/PID/cmdline` (proc_pid_cmdline(5)); undefined for any other program. */
export function parseConmonArguments(cmdline: string): ConmonArguments | undefined {
  const words = cmdline.split('\0');
  if (!/(?:^|\/)conmon$/.test(words[0] ?? '')) return undefined;
  const after = (option: string) => words[words.indexOf(option, 1) + 1 || words.length] ?? '';
  const container = after('-c');
  if (!/^[\da-f]{64}$/.test(container)) return undefined;
  const name = after('-n');
  return {
    container,
    name: isContainerName(name) ? name : '',
    command: after('-u') !== container,
  };
}
