import type { Sentences } from '../texts.ts';

/** Signatures, digests, and the catalogue that names them. */
export const trustSentences: Sentences = {
  // verify
  'A signature file of {1} bytes is larger than any signature.':
    'Eine Signaturdatei von {1} Bytes ist größer als jede Signatur.',
  "The signature is dated {1}, but this machine's clock says {2}{3}.":
    'Die Signatur ist vom {1}, aber die Uhr dieses Rechners zeigt {2}{3}.',
  " and the mirror's {1}": ' und die des Spiegelservers {1}',
  "The signature expires on {1}; this machine's clock says {2}, the mirror's {3}.":
    'Die Signatur läuft am {1} ab; die Uhr dieses Rechners zeigt {2}, die des Spiegelservers {3}.',
  'The signature expired on {1}.': 'Die Signatur ist am {1} abgelaufen.',
  'There is no checksum file.': 'Es gibt keine Prüfsummendatei.',
  'The checksum file cannot be read: {1}.': 'Die Prüfsummendatei ist nicht lesbar: {1}.',
  'There is no signature for the checksum file.': 'Für die Prüfsummendatei gibt es keine Signatur.',
  'The signed text cannot be read: {1}.': 'Der signierte Text ist nicht lesbar: {1}.',
  'The digest is not of the length that was expected.':
    'Die Prüfsumme hat nicht die erwartete Länge.',
  "The image's {1} is {2}, not {3}.": 'Das Abbild hat {1} {2}, nicht {3}.',
  'The signed checksum file does not name {1}.': 'Die signierte Prüfsummendatei nennt {1} nicht.',
  '{1} is listed with {2} only.': 'Für {1} ist nur {2} angegeben.',
  'The checksum file names {1} with two digests.':
    'Die Prüfsummendatei nennt {1} mit zwei Prüfsummen.',
  'There is no signature for {1}.': 'Für {1} gibt es keine Signatur.',
  'No pinned key has signed the image.': 'Kein hinterlegter Schlüssel hat das Abbild signiert.',
  'Another signature was to be judged.': 'Es war eine andere Signatur zu beurteilen.',
  'This kind of signature over an image is not supported: only binary ones of versions 3 and 4 are.':
    'Diese Art Signatur für ein Abbild wird nicht unterstützt, nur binäre der Versionen 3 und 4.',
  'Update webboot, or choose an image whose checksums are signed.':
    'webboot aktualisieren oder ein Abbild wählen, dessen Prüfsummen signiert sind.',
  'Signed by {1}, which is no key that is pinned.':
    'Signiert von {1}; dieser Schlüssel ist nicht hinterlegt.',
  'Signed by key {1}, which is not pinned.':
    'Signiert mit dem Schlüssel {1}, der nicht hinterlegt ist.',
  'The signature is not one over a document.': 'Die Signatur gilt keinem Dokument.',
  'The signature bears no date.': 'Die Signatur hat kein Datum.',
  'Signatures by {1} of {2} bits do not count.': 'Signaturen mit {1} von {2} Bit gelten nicht.',
  'The signature does not fit: what was signed has been changed, or is something else.':
    'Die Signatur passt nicht: Das Signierte wurde verändert oder ist etwas anderes.',
  'The signature has a salt of the wrong length.': 'Die Signatur hat ein Salt von falscher Länge.',
  'None of the pinned keys is in the keyring.': 'Kein hinterlegter Schlüssel ist im Schlüsselbund.',
  'The signature cannot be read: {1}.': 'Die Signatur ist nicht lesbar: {1}.',
  'The file has {1} signatures.': 'Die Datei hat {1} Signaturen.',
  'public-key algorithm {1}': 'Public-Key-Verfahren {1}',
  'This kind of signature is not supported: {1}.':
    'Diese Art Signatur wird nicht unterstützt: {1}.',
  'Update webboot, or choose an image that is signed in another way. The file may be intact.':
    'webboot aktualisieren oder ein anders signiertes Abbild wählen. Die Datei ist vielleicht in Ordnung.',
  'The key file cannot be read: {1}.': 'Die Schlüsseldatei ist nicht lesbar: {1}.',
  'The key file cannot be read.': 'Die Schlüsseldatei ist nicht lesbar.',
  'The signature is made with digest algorithm {1}, not SHA-256 or better.':
    'Die Signatur beruht auf dem Prüfsummenverfahren {1}, nicht auf SHA-256 oder Besserem.',
  'The key carries no valid signature of its own':
    'Der Schlüssel trägt keine gültige eigene Signatur',
  'The signing subkey does not claim its primary key':
    'Der signierende Unterschlüssel bekennt sich nicht zu seinem Hauptschlüssel',
  'The signing subkey is not bound by its primary key':
    'Der signierende Unterschlüssel ist nicht an seinen Hauptschlüssel gebunden',
  'The signature is older than its key': 'Die Signatur ist älter als ihr Schlüssel',
  'The key is not one for signing data': 'Der Schlüssel ist nicht zum Signieren von Daten bestimmt',
  'The key was revoked by its owner on {1}.':
    'Der Schlüssel wurde am {1} von seinem Besitzer widerrufen.',
  'The signature was made on {1}, after its key had expired on {2}.':
    'Die Signatur entstand am {1}, nachdem ihr Schlüssel am {2} abgelaufen war.',
  'This minisign signature is of the old kind, which needs the whole image in memory.':
    'Diese minisign-Signatur ist von der alten Art, die das ganze Abbild im Speicher braucht.',
  'Text follows the detached signature.': 'Auf die abgetrennte Signatur folgt Text.',
  'signify key {1}': 'signify-Schlüssel {1}',
  'minisign key {1}': 'minisign-Schlüssel {1}',
  'Do not boot this image. Try another mirror; if that fails too, tell the distribution.':
    'Dieses Abbild nicht starten. Einen anderen Spiegelserver versuchen; hilft das nicht, der Distribution melden.',
  'Try another mirror, or give the signature file that belongs to the image.':
    'Einen anderen Spiegelserver versuchen, oder die Signaturdatei angeben, die zu dem Abbild gehört.',
  'Fetch the signature again: it may be cut off, or be an error page instead of a signature.':
    'Die Signatur erneut abrufen: Vielleicht ist sie abgeschnitten oder in Wahrheit eine Fehlerseite.',
  'The distribution may have a new key: update webboot, or give the right key with --key.':
    'Vielleicht hat die Distribution einen neuen Schlüssel: webboot aktualisieren, oder den richtigen mit --key angeben.',
  'Update webboot for a newer copy of the key, or choose a newer release.':
    'webboot aktualisieren, um den Schlüssel in neuerem Stand zu haben, oder eine neuere Ausgabe wählen.',
  'Choose a release that is signed with the new key; update webboot.':
    'Eine Ausgabe wählen, die mit dem neuen Schlüssel signiert ist; webboot aktualisieren.',
  'The download is damaged or not what was signed: fetch it again from another mirror.':
    'Das Heruntergeladene ist beschädigt oder nicht das Signierte: von einem anderen Spiegelserver erneut holen.',
  'Check the file name; the checksum file may be of another release or mirror.':
    'Den Dateinamen prüfen; vielleicht gehört die Prüfsummendatei zu einer anderen Ausgabe oder einem anderen Spiegelserver.',
  'Choose an image that is listed with SHA-256 or better.':
    'Ein Abbild wählen, für das SHA-256 oder Besseres angegeben ist.',
  'Set the clock (date -u -s "YYYY-MM-DD hh:mm") and try again.':
    'Die Uhr stellen (date -u -s "YYYY-MM-DD hh:mm") und erneut versuchen.',
  // boot/catalogue, updates, app
  '{1} is older than {2}, which was booted from this stick before: the server may be holding newer releases back.':
    '{1} ist älter als {2}, das von diesem Stick schon gestartet wurde: Vielleicht hält der Server neuere Ausgaben zurück.',
  '{1} was signed on {2}, before {3}, when the release was signed that was booted from this stick before: the server may be holding newer releases back.':
    '{1} wurde am {2} signiert, vor dem {3}, als die Ausgabe signiert wurde, die von diesem Stick schon gestartet wurde: Vielleicht hält der Server neuere Ausgaben zurück.',
  'The catalogue is up to date.': 'Der Katalog ist auf dem neuesten Stand.',
  'The built-in catalogue is used, not a newer one: {1}':
    'Der eingebaute Katalog wird verwendet, kein neuerer: {1}',
  'The built-in catalogue is used: this webboot has no repository to check for updates.':
    'Der eingebaute Katalog wird verwendet: Dieses webboot hat keine Quelle für neuere.',
  'the catalogue names no signer': 'der Katalog nennt keinen Unterzeichner',
  'no signer is known for this address': 'für diese Adresse ist kein Unterzeichner bekannt',
  'no signer is known for this file': 'für diese Datei ist kein Unterzeichner bekannt',
  '{1} is older than {2}, which the catalogue knows of: the server may be holding newer releases back.':
    '{1} ist älter als {2}, das der Katalog kennt: Vielleicht hält der Server neuere Ausgaben zurück.',
  '{1} was signed on {2}, before {3}, the oldest day that the catalogue accepts: the server may be holding newer releases back.':
    '{1} wurde am {2} signiert, vor dem {3}, dem ältesten Tag, den der Katalog akzeptiert: Vielleicht hält der Server neuere Ausgaben zurück.',
  '{1} was signed {2} days ago, on {3}; its releases come every {4} days or sooner.':
    '{1} wurde vor {2} Tagen signiert, am {3}; sonst kommen Ausgaben spätestens alle {4} Tage.',
  'There is no distro "{1}".': 'Die Distribution „{1}“ gibt es nicht.',
  '{1} has no variant "{2}".': '{1} hat keine Variante „{2}“.',
  '{1} has no image for {2}{3}.': '{1} hat kein Abbild für {2}{3}.',
  ' in the variant "{1}"': ' in der Variante „{1}“',
  'It has images for {1}; see "webboot list".': 'Es gibt Abbilder für {1}; siehe „webboot list“.',
  'Did you mean: {1}?': 'War gemeint: {1}?',
  'See "webboot list".': 'Siehe „webboot list“.',
  'See {1}.': 'Siehe {1}.',
  'Choose {1} instead.': 'Stattdessen {1} wählen.',
  'No release of {1} {2} for {3} was found where the catalogue looks.':
    'Dort, wo der Katalog sucht, gibt es von {1} {2} keine Ausgabe für {3}.',
  "Its servers may have changed: see {1}, and give the ISO's address instead.":
    'Vielleicht haben sich die Server geändert: auf {1} nachsehen und stattdessen die Adresse des ISO-Abbilds angeben.',
  'The release list cannot be read: {1}': 'Die Liste der Ausgaben ist nicht lesbar: {1}',
  "The server may have answered with a web page. Try again, or give the ISO's address.":
    'Vielleicht hat der Server mit einer Webseite geantwortet. Erneut versuchen oder die Adresse des ISO-Abbilds angeben.',
  'The catalogue has no key for {1} {2}.': 'Der Katalog hat keinen Schlüssel für {1} {2}.',
  'Update webboot or its catalogue.': 'webboot oder seinen Katalog aktualisieren.',
  'The newer catalogue was rejected: {1}': 'Der neuere Katalog wurde abgelehnt: {1}',
  'Check the clock. If it is right, the server has old files: try later.':
    'Die Uhr prüfen. Geht sie richtig, hat der Server alte Dateien: später versuchen.',
  'The built-in catalogue is used. Report this to the publisher of the newer one.':
    'Der eingebaute Katalog wird verwendet. Bitte dem Herausgeber des neueren melden.',
  '{1} is not a valid row: {2}.': '{1} ist keine gültige Zeile: {2}.',
  'Correct the file; docs/adding-a-distro.md describes the fields.':
    'Die Datei berichtigen; docs/adding-a-distro.md beschreibt die Felder.',
  'distros[{1}] in webboot.json is ignored: {2}.':
    'distros[{1}] in webboot.json wird nicht beachtet: {2}.',
};
