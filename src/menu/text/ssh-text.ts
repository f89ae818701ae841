import { say } from '../../core/languages/say.ts';
import type { Texts } from '../../core/languages/texts.ts';
import type { NetworkSnapshot } from '../../core/network/panel.ts';
import type { SshState, TuiState } from '../model/state.ts';

const shownAddresses = 2;

/** How to log in over SSH and what to compare then, a sentence each; nothing without SSH. */
export function sshLines({
  texts,
  setup: { ssh },
  network,
}: Pick<TuiState, 'texts' | 'network'> & {
  readonly setup: Pick<TuiState['setup'], 'ssh'>;
}): readonly string[] {
  const words = texts.ssh;
  if (ssh === undefined) return [];
  if (ssh.kind === 'failed') return [failedText(texts, ssh)];
  const logins = addressesOf(network).map((address) => `ssh root@${address}`);
  const how = logins.length === 0 ? words.noNetwork : words.how({ logins: logins.join(words.or) });
  return [how, words.hostKey(ssh), ...(ssh.problem === undefined ? [] : [say(texts, ssh.problem)])];
}

/** What is news of it: one line. */
export function sshNotice(texts: Texts, ssh: SshState): string {
  if (ssh.kind === 'failed') return failedText(texts, ssh);
  return ssh.problem === undefined ? texts.ssh.hostKey(ssh) : say(texts, ssh.problem);
}

function failedText(texts: Texts, { reason }: Extract<SshState, { kind: 'failed' }>): string {
  return texts.ssh.failed({ reason: say(texts, reason) });
}

/** Without prefix lengths. A link-local address means nothing without the name of the other end's link. */
function addressesOf(network: NetworkSnapshot | undefined): readonly string[] {
  return (network?.interfaces ?? [])
    .flatMap(({ addresses }) => addresses)
    .map((address) => address.split('/')[0] ?? '')
    .filter((address) => address !== '' && !/^fe80:/i.test(address))
    .slice(0, shownAddresses);
}
