import { parseIpParameter } from '../../../src/core/network/ip-parameter.ts';
import { redact } from '../../../src/core/settings/redact.ts';
import { parseArmor } from '../../../src/formats/armor/armor.ts';
import { readCleartext } from '../../../src/formats/armor/cleartext.ts';
import { parseCatalogueBundle } from '../../../src/formats/catalogue/bundle.ts';
import { parseDistro } from '../../../src/formats/catalogue/distro.ts';
import { parseReleaseList } from '../../../src/formats/catalogue/release-list.ts';
import { findDigest } from '../../../src/formats/checksums/find-digest.ts';
import { readChecksumList } from '../../../src/formats/checksums/read-list.ts';
import { findMissingFirmware } from '../../../src/formats/kernel-log.ts';
import { parseMinisignSignature, readSignify } from '../../../src/formats/minisign/minisign.ts';
import { parseModulesDep } from '../../../src/formats/modules/modules-dep.ts';
import { parseModulesBuiltin } from '../../../src/formats/modules/modules-lists.ts';
import { parseTrustedKeys } from '../../../src/formats/proc-keys.ts';
import { parseSettingsFile } from '../../../src/formats/settings/settings-file.ts';
import { parseScanResults } from '../../../src/formats/wifi/scan-results.ts';
import { parseSupplicantEvent } from '../../../src/formats/wifi/supplicant-event.ts';
import { readSignatures } from '../../../src/verify/openpgp/packets.ts';
import type { HostileCase } from './case.ts';

const mega = 1 << 20;
const sha256 = '3'.repeat(64);

/** Texts that make a careless pattern or loop start over at every place, each of so many characters. */
function makers(length: number): readonly (readonly [string, () => string])[] {
  const fill = (unit: string) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
  return [
    ['blanks', () => `${fill('\t')}x\t`],
    ['lines of blanks', () => `x${fill('\n\t')}\n`],
    ['line ends', () => fill('\n')],
    ['one letter', () => fill('a')],
    ['digits', () => `${fill('0')} `],
    ['slashes', () => `${fill('/')}x//`],
    ['brackets', () => fill('[')],
    ['braces', () => fill('{"a":')],
    ['colons', () => fill('a:')],
    ['quotes', () => fill('x="')],
    ['links', () => fill('href="')],
    ['dashes', () => fill('-H')],
    ['digests', () => fill(`${sha256}  a/${'b'.repeat(8)}.iso\n`)],
    ['digests of no name', () => fill(`${sha256}\n`)],
    ['a digest and blanks', () => `${sha256} ${fill(' ')}`],
    ['headers', () => fill('Hash: SHA256\n')],
    ['begins of armor', () => fill('-----BEGIN PGP SIGNATURE-----\n')],
    ['signed messages', () => `-----BEGIN PGP SIGNED MESSAGE-----\n\n${fill('- -\t\n')}`],
    ['modules', () => fill('a.ko: b.ko c.ko\n')],
    ['events', () => fill('CTRL-EVENT-AUTH-REJECT auth_type=3 ')],
    ['X.509 keys', () => fill(' asymmetri : aaaaaaaa: X509.a ')],
    ['firmware', () => fill('[a] b c: Direct firmware load for ')],
  ];
}

/** Each with the longest text that anything in webboot gives it. */
const readers: readonly (readonly [string, number, (text: string) => unknown])[] = [
  [
    'checksum list',
    4 * mega,
    (text) => findDigest(readChecksumList(Buffer.from(text), 'SUMS'), 'a.iso'),
  ],
  ['release list of links', 8 * mega, (text) => parseReleaseList('directory', text)],
  ['release list of digests', 8 * mega, (text) => parseReleaseList('checksum-list', text)],
  ['release list of Alpine', 8 * mega, (text) => parseReleaseList('alpine-releases', text)],
  ['release list of Gentoo', 8 * mega, (text) => parseReleaseList('gentoo-latest', text)],
  ['release list in JSON', 8 * mega, (text) => parseReleaseList('fedora-releases', text)],
  ['armor', mega >> 4, (text) => parseArmor(text)],
  ['cleartext', 4 * mega, (text) => readCleartext(Buffer.from(text))],
  ['minisign', mega >> 4, (text) => parseMinisignSignature(text)],
  ['signify', 4 * mega, (text) => readSignify(Buffer.from(text))],
  ['OpenPGP signature', mega, (text) => readSignatures(Buffer.from(text))],
  ['catalogue row', mega >> 2, parseDistro],
  ['catalogue bundle', 4 * mega, parseCatalogueBundle],
  ['settings file', mega >> 2, parseSettingsFile],
  ['modules.dep', 8 * mega, parseModulesDep],
  ['modules.builtin', 8 * mega, parseModulesBuiltin],
  ['scan results', mega, parseScanResults],
  ['supplicant event', mega >> 2, parseSupplicantEvent],
  ['ip=', mega >> 4, parseIpParameter],
  ['kernel log', mega, findMissingFirmware],
  ['/proc/keys', mega, parseTrustedKeys],
  ['redaction', mega >> 2, (text) => redact(text, ['a secret'])],
];

const packets = {
  name: 'OpenPGP signature: packets of three bytes',
  prepare: () => {
    const bytes = Buffer.alloc(200_000, Buffer.from([0xc2, 0x01, 0x04]));
    return () => readSignatures(bytes);
  },
};

export const textCases: readonly HostileCase[] = [
  packets,
  ...readers.flatMap(([reader, length, read]) =>
    makers(length).map(([kind, make]) => ({
      name: `${reader}: ${kind}`,
      prepare: () => {
        const text = make();
        return () => read(text);
      },
    })),
  ),
];
