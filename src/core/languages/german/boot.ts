import type { Sentences } from '../texts.ts';

/** What the stages of a boot say. */
export const bootSentences: Sentences = {
  'The driver {1} is for kernel {2}, but the image boots {3}.':
    'Der Treiber {1} ist für den Kernel {2}, aber das Abbild startet {3}.',
  'The image is inconsistent: choose another entry or another release.':
    'Das Abbild ist in sich nicht stimmig: einen anderen Eintrag oder eine andere Ausgabe wählen.',
  'The image has the drivers {1} for kernel {2} nowhere (looked in: {3}, and the initrd).':
    'Das Abbild hat die Treiber {1} für den Kernel {2} nirgends (gesucht in: {3} und dem Initrd).',
  'of unknown version': 'unbekannter Version',
  'no root file system found': 'kein Wurzeldateisystem gefunden',
  'the initrd: {1}': 'das Initrd: {1}',
  'Choose another boot entry, another release of this distro, or another distro.':
    'Einen anderen Eintrag, eine andere Ausgabe oder eine andere Distribution wählen.',
  'Choose another release of this distro, or use a webboot with a newer kernel: this one cannot read the root file system.':
    'Eine andere Ausgabe dieser Distribution wählen oder ein webboot mit neuerem Kernel verwenden: Dieser kann das Wurzeldateisystem nicht lesen.',
  'This kernel cannot be loaded: {1}.': 'Dieser Kernel kann nicht geladen werden: {1}.',
  'Name a bzImage (x86) or an Image (arm64), not a vmlinux or a modules archive.':
    'Ein bzImage (x86) oder ein Image (arm64) angeben, kein vmlinux und kein Modularchiv.',
  'The kernel {1} cannot be unpacked: {2}.': 'Der Kernel {1} lässt sich nicht entpacken: {2}.',
  'Choose another kernel or boot entry.': 'Einen anderen Kernel oder Eintrag wählen.',
  'The boot entry names {1}, but the image does not contain it.':
    'Der Eintrag nennt {1}, aber das Abbild enthält es nicht.',
  'Choose another boot entry.': 'Einen anderen Eintrag wählen.',
  'grafted: {1}': 'ergänzt: {1}',
  'grafted: an ACPI table that describes the memory with the image':
    'ergänzt: eine ACPI-Tabelle, die den Speicher mit dem Abbild beschreibt',
  'grafted: {1} files of {2}, to {3}': 'ergänzt: {1} Dateien aus {2}, nach {3}',
  'the image itself': 'das Abbild selbst',
  'the network ({1})': 'das Netzwerk ({1})',
  'the live system can serve its image: sudo sh /run/webboot/serve':
    'das Live-System kann sein Abbild verteilen: sudo sh /run/webboot/serve',
  'the live system cannot serve its image: {1}':
    'das Live-System kann sein Abbild nicht verteilen: {1}',
  'no network to pass on: the live system finds this one automatically':
    'kein Netzwerk weiterzugeben: das Live-System findet dieses von selbst',
  '{1} is not an ISO image: {2}': '{1} ist kein ISO-Abbild: {2}',
  'Give the ISO image itself, or download it again.':
    'Das ISO-Abbild selbst angeben oder es erneut herunterladen.',
  'Check the address: the server may answer with a web page instead of the file.':
    'Die Adresse prüfen: Vielleicht antwortet der Server mit einer Webseite statt der Datei.',
  'its signature could not be fetched: {1}': 'seine Signatur ließ sich nicht abrufen: {1}',
  'This image cannot be verified: {1}': 'Dieses Abbild kann nicht geprüft werden: {1}',
  'Boot it only if you know where it comes from. It must be accepted by name.':
    'Nur starten, wenn die Herkunft bekannt ist. Es muss namentlich akzeptiert werden.',
  'No digest was computed during the download.':
    'Beim Herunterladen wurde keine Prüfsumme berechnet.',
  'Try again. If it happens twice, report it with the log.':
    'Erneut versuchen. Geschieht es zweimal, bitte mit dem Protokoll melden.',
  'The memory device {1} is missing or too small.':
    'Das Speichergerät {1} fehlt oder ist zu klein.',
  'Restart webboot.': 'webboot neu starten.',
  'Another webboot on this machine has its image in {1}.':
    'Ein anderes webboot auf diesem Rechner hat sein Abbild in {1}.',
  'Wait until that has ended, or boot from there.':
    'Warten, bis es fertig ist, oder von dort starten.',
  "There is no room for webboot's own files.": 'Für die Dateien von webboot selbst ist kein Platz.',
  'Boot without webboot.serve=auto.': 'Ohne webboot.serve=auto starten.',
  'The built-in catalogue is used.': 'Der eingebaute Katalog wird verwendet.',
  'Cancelled.': 'Abgebrochen.',
  'The image is damaged or has an unknown format: download it again, or choose another.':
    'Das Abbild ist beschädigt oder hat ein unbekanntes Format: erneut herunterladen oder ein anderes wählen.',
  'This is a fault in webboot: {1}': 'Das ist ein Fehler in webboot: {1}',
  'Please report this with the log. Nothing was booted.':
    'Bitte mit dem Protokoll melden. Es wurde nichts gestartet.',
  'The image does not have what was shown before the download: {1}.':
    'Das Abbild hat nicht, was vor dem Herunterladen gezeigt wurde: {1}.',
  "Choose again from the image's real menu. If this happens again, use another mirror: this one sent different data before.":
    'Aus dem tatsächlichen Menü des Abbilds neu auswählen. Geschieht das wieder, einen anderen Spiegelserver nehmen: Dieser hat vorher andere Daten gesendet.',
  'Images cannot be served from here.': 'Von hier aus können keine Abbilder verteilt werden.',
  'On a running system, use "webboot serve".':
    'In einem laufenden System „webboot serve“ verwenden.',
  '{1} cannot be verified.': '{1} kann nicht geprüft werden.',
  'Only verified images are given to others: choose one that is signed.':
    'Nur geprüfte Abbilder werden an andere verteilt: ein signiertes wählen.',
  'Try another mirror, or choose an older release in the menu.':
    'Einen anderen Spiegelserver versuchen oder im Menü eine ältere Ausgabe wählen.',
  'The image was not saved: there is no place for it.':
    'Das Abbild wurde nicht gespeichert: Es gibt keinen Ort dafür.',
  'saved as {1}': 'gespeichert als {1}',
  'not saved: {1}': 'nicht gespeichert: {1}',
  'The mirrors have a newer release by now.':
    'Die Spiegelserver haben inzwischen eine neuere Ausgabe.',
  'Start again to get the newer one.': 'Neu beginnen, um die neuere zu erhalten.',
  'the next system finds no keyboard': 'findet das nächste System keine Tastatur',
  'the next kernel cannot take over the GPU': 'kann der nächste Kernel die GPU nicht übernehmen',
  '{1} was released': '{1} wurde freigegeben',
  '{1} was unloaded': '{1} wurde entladen',
  '{1}: otherwise {2}': '{1}: Sonst {2}',
  '{1} could not be brought to rest, so it may be that {2}: {3}':
    '{1} kam nicht zur Ruhe, vielleicht {2}: {3}',
  'Wi-Fi {1}': 'WLAN {1}',
  '{1} is still mounted: {2}': '{1} ist noch eingehängt: {2}',
  '{1} is down': '{1} ist abgeschaltet',
  '{1} could not be stopped: {2}': '{1} ließ sich nicht anhalten: {2}',
  'exit status {1}': 'Rückgabewert {1}',
  '{1} was dropped: {2}.': '{1} wird nicht mehr gefragt: {2}.',
};
