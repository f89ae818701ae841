import type { Sentences } from '../texts.ts';

/** What is wrong with a setting, a parameter or an address that was typed. */
export const settingSentences: Sentences = {
  '{1} in webboot.json is ignored: {2}.': '{1} in webboot.json wird nicht beachtet: {2}.',
  'there is no such parameter': 'diesen Parameter gibt es nicht',
  'there is no such setting': 'diese Einstellung gibt es nicht',
  'it must not be empty': 'es darf nicht leer sein',
  'it can be chosen for one boot only': 'es gilt immer nur für einen Start',
  'it must be a text or a number': 'es muss ein Text oder eine Zahl sein',
  'expected {1}': 'erwartet: {1}',
  '{1}: expected {2}': '{1}: erwartet: {2}',
  'an absolute path': 'ein absoluter Pfad',
  'an http URL': 'eine http-Adresse',
  'a DNS name such as radius.example.org': 'ein DNS-Name wie radius.example.org',
  'a phase2 that its eap can carry': 'ein phase2, das zu seinem eap passt',
  'a serverName or a caCertificate, without which anybody could ask for the password':
    'serverName oder caCertificate, denn sonst könnte jeder nach dem Passwort fragen',
  '{1} is not the name of a keymap': '{1} ist kein Name einer Tastaturbelegung',
  'it must be one of {1}, not {2}': 'es muss eines von {1} sein, nicht {2}',
  'it must be screen or line, not {1}': 'es muss screen oder line sein, nicht {1}',
  'it must be yes or no, not {1}': 'es muss yes oder no sein, nicht {1}',
  'it must be yes, no or unverified, not {1}': 'es muss yes, no oder unverified sein, nicht {1}',
  'it must be yes, no or http, not {1}': 'es muss yes, no oder http sein, nicht {1}',
  'it must be no, auto or only, not {1}': 'es muss no, auto oder only sein, nicht {1}',
  'it must be a two-letter country code, not {1}':
    'es muss ein Ländercode aus zwei Buchstaben sein, nicht {1}',
  'it must be a whole number from {1} to {2}, not {3}':
    'es muss eine ganze Zahl von {1} bis {2} sein, nicht {3}',
  '{1} is not a valid IP address': '{1} ist keine gültige IP-Adresse',
  '{1} is not a valid name server address': '{1} ist keine gültige Adresse eines Nameservers',
  '{1} is not a valid gateway for {2}': '{1} ist kein gültiges Gateway für {2}',
  '{1} is not a valid netmask for {2}': '{1} ist keine gültige Netzmaske für {2}',
  '{1} must be one of {2}': '{1} muss eines davon sein: {2}',
  'it must be auto, lan, off, or http://HOST:PORT with commas in between':
    'es muss auto, lan, off oder http://HOST:PORT sein, mehrere durch Kommas getrennt',
  'it must be HOST:PORT, several of them with commas in between':
    'es muss HOST:PORT sein, mehrere durch Kommas getrennt',
  'it must be http://HOST:PORT': 'es muss http://HOST:PORT sein',
  'The address is too long.': 'Die Adresse ist zu lang.',
  'No file can have a name with a zero byte in it.':
    'Keine Datei kann einen Namen mit einem Nullbyte haben.',
  'Give one of at most {1} letters.': 'Eine mit höchstens {1} Zeichen angeben.',
  'webboot does not load torrents.': 'webboot lädt keine Torrents.',
  'Give the https:// address of the ISO itself.':
    'Die https://-Adresse des ISO-Abbilds selbst angeben.',
  'webboot does not load images by {1}.': 'webboot lädt keine Abbilder über {1}.',
  'Many servers offer the same file by https: give an address that starts with https:// or http://.':
    'Viele Server bieten dieselbe Datei über https an: eine Adresse angeben, die mit https:// oder http:// beginnt.',
  'The address cannot be read.': 'Die Adresse ist nicht lesbar.',
  'It must be https://HOST/PATH. Write special characters in a password as %XX.':
    'Sie muss https://HOST/PATH lauten. Sonderzeichen in einem Passwort als %XX schreiben.',
  'The address does not name a file on this machine.':
    'Die Adresse nennt keine Datei auf diesem Rechner.',
  'Give its path, starting with /.': 'Ihren Pfad angeben, mit / am Anfang.',
  'A file must be given by its full path.':
    'Eine Datei muss mit ihrem vollen Pfad angegeben werden.',
  'Start it with /, such as /mnt/live.iso, or with https:// if it is an address.':
    'Mit / beginnen, etwa /mnt/live.iso, oder mit https://, wenn es eine Adresse ist.',
  'An address starts with https:// or http://.': 'Eine Adresse beginnt mit https:// oder http://.',
  'Put it in front.': 'Das davorsetzen.',
  'Did you mean https://{1}?': 'War https://{1} gemeint?',
};
