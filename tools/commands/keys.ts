/**
 * Extracts the keys of distros/keys from Debian packages and writes its index:
 *
 *   node tools/commands/keys.ts DIRECTORY
 *
 * where DIRECTORY holds the .deb files that `wanted` names. A key whose fingerprint is not the
 * one wanted stops it. Keys of other origins stay in the index as they are.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defined } from '../../src/core/defined.ts';
import { exportKey } from '../catalogue/export-key.ts';
import { say } from '../shared/say.ts';

interface IndexedKey {
  readonly file: string;
  readonly fingerprint: string;
  readonly userId: string;
  readonly origin: string;
  /** Independent statements of the fingerprint. */
  readonly confirmedBy?: readonly string[];
}

interface WantedKey {
  readonly file: string;
  readonly fingerprint: string;
  readonly packageName: string;
  readonly path: string;
}

const keys = fileURLToPath(new URL('../../distros/keys/', import.meta.url));
const keyrings = 'usr/share/keyrings';
const collection = 'usr/share/distribution-gpg-keys';

function fromCollection(file: string, path: string, fingerprint: string): WantedKey {
  return { file, fingerprint, packageName: 'distribution-gpg-keys', path: `${collection}/${path}` };
}

const wanted: readonly WantedKey[] = [
  {
    file: 'debian-cd.asc',
    fingerprint: 'DF9B9C49EAA9298432589D76DA87E80D6294BE9B',
    packageName: 'debian-keyring',
    path: `${keyrings}/debian-role-keys.pgp`,
  },
  {
    file: 'debian-testing-cd.asc',
    fingerprint: 'F41D30342F3546695F65C66942468F4009EA8AC3',
    packageName: 'debian-keyring',
    path: `${keyrings}/debian-role-keys.pgp`,
  },
  {
    file: 'grml.asc',
    fingerprint: '33CCB136401AFEC843A3876396A87872B7EA3737',
    packageName: 'debian-keyring',
    path: `${keyrings}/debian-keyring.pgp`,
  },
  {
    file: 'ubuntu-cdimage.asc',
    fingerprint: '843938DF228D22F7B3742BC0D94AA3F0EFE21092',
    packageName: 'ubuntu-keyring',
    path: `${keyrings}/ubuntu-archive-keyring.gpg`,
  },
  {
    file: 'arch.asc',
    fingerprint: '3E80CA1A8B89F69CBA57D98A76A5EF9054449A5C',
    packageName: 'archlinux-keyring',
    path: `${keyrings}/archlinux.gpg`,
  },
  fromCollection(
    'mint.asc',
    'mint/27DEB15644C6B3CF3BD7D291300F846BA25BAE09.asc',
    '27DEB15644C6B3CF3BD7D291300F846BA25BAE09',
  ),
  fromCollection(
    'opensuse.asc',
    'opensuse/RPM-GPG-KEY-openSUSE-2022',
    'AD485664E901B867051AB15F35A2F86E29B700A4',
  ),
  fromCollection(
    'fedora-42.asc',
    'fedora/RPM-GPG-KEY-fedora-42-primary',
    'B0F4950458F69E1150C6C5EDC8AC4916105EF944',
  ),
  fromCollection(
    'fedora-43.asc',
    'fedora/RPM-GPG-KEY-fedora-43-primary',
    'C6E7F081CF80E13146676E88829B606631645531',
  ),
  fromCollection(
    'fedora-44.asc',
    'fedora/RPM-GPG-KEY-fedora-44-primary',
    '36F612DCF27F7D1A48A835E4DBFCF71C6D9F90A6',
  ),
  fromCollection(
    'fedora-45.asc',
    'fedora/RPM-GPG-KEY-fedora-45-primary',
    '4F50A6114CD5C6976A7F1179655A4B02F577861E',
  ),
  fromCollection(
    'fedora-46.asc',
    'fedora/RPM-GPG-KEY-fedora-46-primary',
    'D924B10D3E810DABDD8B56B596E7E91491211FCE',
  ),
  fromCollection(
    'fedora-47.asc',
    'fedora/RPM-GPG-KEY-fedora-47-primary',
    'B2E766FA50CA6FA2D5ED06FC09D879E09488FB64',
  ),
  fromCollection(
    'almalinux-8.asc',
    'alma/RPM-GPG-KEY-AlmaLinux-8',
    'BC5EDDCADF502C077F1582882AE81E8ACED7258B',
  ),
  fromCollection(
    'almalinux-9.asc',
    'alma/RPM-GPG-KEY-AlmaLinux-9',
    'BF18AC2876178908D6E71267D36CB86CB86B3716',
  ),
  fromCollection(
    'almalinux-10.asc',
    'alma/RPM-GPG-KEY-AlmaLinux-10',
    'EE6DB7B98F5BF5EDD9DA0DE5DEE5C11CC2A1E572',
  ),
  fromCollection(
    'rocky-8.asc',
    'rocky/RPM-GPG-KEY-Rocky-8',
    '7051C470A929F454CEBE37B715AF5DAC6D745A60',
  ),
  fromCollection(
    'rocky-9.asc',
    'rocky/RPM-GPG-KEY-Rocky-9',
    '21CB256AE16FC54C6E652949702D426D350D275D',
  ),
  fromCollection(
    'rocky-10.asc',
    'rocky/RPM-GPG-KEY-Rocky-10',
    'FC226859C0860BF0DDB95B085B106C736FEDFC85',
  ),
];

const [directory] = process.argv.slice(2);
if (directory === undefined)
  throw new Error('usage: node tools/commands/keys.ts DIRECTORY-OF-DEBS');
const old: readonly IndexedKey[] = JSON.parse(readFileSync(join(keys, 'index.json'), 'utf8'));
const extracted = wanted.map((key): IndexedKey => {
  const { confirmedBy } = old.find(({ file }) => file === key.file) ?? {};
  return { ...extract(key, directory), ...defined({ confirmedBy }) };
});
const files = new Set(extracted.map(({ file }) => file));
const index = [...extracted, ...old.filter(({ file }) => !files.has(file))];
index.sort((a, b) => a.file.localeCompare(b.file, 'en', { numeric: true }));
writeFileSync(join(keys, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);

function extract(key: WantedKey, debs: string): IndexedKey {
  const { file, fingerprint, packageName, path } = key;
  const deb = readdirSync(debs).find((name) => name.startsWith(`${packageName}_`));
  if (deb === undefined) throw new Error(`${debs} holds no package ${packageName}`);
  const work = mkdtempSync(join(tmpdir(), 'keys-'));
  const gpg = (args: readonly string[], input = '') =>
    execFileSync('gpg', ['--homedir', work, '--batch', '--quiet', '--no-tty', ...args], {
      encoding: 'utf8',
      input,
      stdio: ['pipe', 'pipe', 'ignore'],
      maxBuffer: 1 << 26,
    });
  try {
    execFileSync('dpkg-deb', ['-x', join(debs, deb), work]);
    const version = execFileSync('dpkg-deb', ['-f', join(debs, deb), 'Version'], {
      encoding: 'utf8',
    });
    gpg(['--import-options', 'keep-ownertrust', '--import', join(work, path)]);
    const { armored, expired } = exportKey(gpg, fingerprint);
    if (expired.length > 0) say(`${file} keeps expired subkeys: ${expired.join(', ')}`);
    writeFileSync(join(keys, file), armored);
    const listing = gpg(['--with-colons', '--show-keys', join(keys, file)]).split('\n');
    const field = (record: string) =>
      listing.find((line) => line.startsWith(`${record}:`))?.split(':')[9];
    if (field('fpr') !== fingerprint)
      throw new Error(`${file} is ${field('fpr')}, not ${fingerprint}`);
    const userId = (field('uid') ?? '').replaceAll('\\x3a', ':').replace(/ <[^>]*>$/, '');
    return {
      file,
      fingerprint,
      userId,
      origin: `Debian ${packageName} ${version.trim()}, /${path}`,
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
