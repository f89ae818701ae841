import type { RunResult } from '../run-result.ts';

type Limited = (...words: readonly string[]) => Promise<RunResult>;

/** A rule by which criu drops the packets of one connection, which its mark may pass (criu/netfilter.c). */
const rulePattern =
  /^-A ((?:INPUT|OUTPUT) -s [\da-f.:]+\/\d+ -d [\da-f.:]+\/\d+ -p tcp -m mark ! --mark 0xc114 -m tcp --sport \d+ --dport \d+ -j DROP)$/;

const tools = ['iptables', 'ip6tables'] as const;

export interface ConnectionLocks {
  /** Remembers what other checkpoints hold, the first time. */
  begin(): Promise<void>;
  /**
   * Lets the connections go that have been held since then. criu does it itself when a dump fails in order, or when it
   * has restored the processes; not if it was killed.
   */
  release(): Promise<void>;
}

/** The connections that criu holds with iptables, as it does for podman. None if there is no iptables. */
export function createConnectionLocks(limited: Limited): ConnectionLocks {
  let before: Promise<ReadonlySet<string>> | undefined;

  async function held(): Promise<readonly (readonly string[])[]> {
    const each = tools.map(async (tool) => {
      const { stdout } = await limited(`${tool}-save`, '-t', 'filter');
      return stdout.split('\n').flatMap((line) => {
        const rule = rulePattern.exec(line)?.[1];
        return rule === undefined ? [] : [[tool, '-w', '-D', ...rule.split(' ')]];
      });
    });
    return (await Promise.all(each)).flat();
  }

  return {
    async begin() {
      before ??= held().then((all) => new Set(all.map((words) => words.join(' '))));
      await before;
    },
    async release() {
      const others = await before;
      if (others === undefined) return;
      for (const words of await held()) {
        if (!others.has(words.join(' '))) await limited(...words);
      }
    },
  };
}
