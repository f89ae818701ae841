import { readFile, stat } from 'node:fs/promises';
import { line, printable } from '../../src/core/printable.ts';
import { WebbootError } from '../../src/errors.ts';
import { publicKeyProblem } from './ssh-public-key.ts';

/** Far more than people share a stick. */
const mostKeys = 64;
const mostBytes = 256 * 1024;

/** In front of each key, as dropbear(8) has them: a login is the menu or a command, and nothing else. */
const restrictions = 'no-port-forwarding,no-agent-forwarding,no-X11-forwarding';

/** Reads a file of public keys and writes the image's own `authorized_keys`; throws 'usage' with what is wrong. */
export async function readSshKeys(path: string): Promise<string> {
  if ((await stat(path)).size > mostBytes) {
    throw keysError(path, `It is larger than ${mostBytes / 1024} KiB.`);
  }
  return authorizedKeys(await readFile(path, 'latin1'), path);
}

/** The text of `authorized_keys` with the keys of `text` (sshd(8), AUTHORIZED_KEYS FILE FORMAT). */
export function authorizedKeys(text: string, path: string): string {
  if (text.includes('PRIVATE KEY-----')) {
    throw keysError(path, 'It holds a private key, which belongs on no other machine.');
  }
  const keys = text.split(/\r?\n/).flatMap((each, index) => {
    const words = each.trim();
    if (words === '' || words.startsWith('#')) return [];
    return [keyLine(words, (problem) => keysError(path, `Line ${index + 1}: ${problem}`))];
  });
  if (keys.length === 0) throw keysError(path, 'It holds no key.');
  if (keys.length > mostKeys) throw keysError(path, `It holds more than ${mostKeys} keys.`);
  return [...new Set(keys)].map((key) => `${restrictions} ${key}\n`).join('');
}

/** Type and key; what a person has written behind them is not needed. */
function keyLine(words: string, wrong: (problem: string) => WebbootError): string {
  const [type = '', key = ''] = words.split(/[ \t]+/);
  if (/^(?:ssh|ecdsa|sk)-[a-z0-9@.-]+$/.test(type)) {
    const problem = publicKeyProblem(type, key);
    if (problem === undefined) return `${type} ${key}`;
    throw wrong(problem);
  }
  if (/(?:^|[ \t])(?:ssh|ecdsa|sk)-[a-z0-9@.-]+ AAAA/.test(words)) {
    throw wrong('The key has options, which webboot cannot follow. Remove them.');
  }
  throw wrong(line`"${printable(type).slice(0, 40)}" is not a type of key.`);
}

function keysError(path: string, problem: string): WebbootError {
  return new WebbootError('usage', line`--ssh-keys: ${path} cannot be used. ${problem}`, {
    subject: path,
    remedy:
      'Give a file with public keys, one a line, such as ~/.ssh/id_ed25519.pub. ssh-keygen -t ed25519 makes a pair.',
  });
}
