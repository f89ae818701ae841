import type { Sentences } from '../texts.ts';

/** What is found in an image, and what stands in the way of its boot. */
export const planSentences: Sentences = {
  // core/plan
  'The kernel is for {1}, but this machine is {2}.':
    'Der Kernel ist für {1}, aber dieser Rechner ist {2}.',
  'Choose a kernel for {1}.': 'Einen Kernel für {1} wählen.',
  'The kernel is cut short: {1} bytes of {2}.': 'Der Kernel ist abgeschnitten: {1} von {2} Bytes.',
  'Copy or download it again.': 'Erneut kopieren oder herunterladen.',
  'A 32-bit kernel can only be loaded by kexec_load, which lockdown forbids.':
    'Einen 32-Bit-Kernel kann nur kexec_load laden, und das verbietet lockdown.',
  'Choose a 64-bit kernel, or turn Secure Boot off.':
    'Einen 64-Bit-Kernel wählen oder Secure Boot ausschalten.',
  'The command line has {1} bytes, but this kernel accepts at most {2}.':
    'Die Befehlszeile hat {1} Bytes, dieser Kernel erlaubt höchstens {2}.',
  'Shorten it in the command-line editor, or use a shorter --append.':
    'Sie beim Bearbeiten kürzen oder ein kürzeres --append verwenden.',
  'Loading the kernel and its initrd takes {1} MiB of memory, but only {2} MiB are free.':
    'Den Kernel und sein Initrd zu laden braucht {1} MiB Speicher, aber nur {2} MiB sind frei.',
  'Free memory, or choose an entry with a smaller initrd.':
    'Speicher freigeben oder einen Eintrag mit kleinerem Initrd wählen.',
  'Under Secure Boot this kernel cannot start another one: it lacks the system call kexec_file_load, which checks signatures.':
    'Unter Secure Boot kann dieser Kernel keinen anderen starten: Ihm fehlt der Systemaufruf kexec_file_load, der Signaturen prüft.',
  'Switch Secure Boot off in the firmware.': 'Secure Boot in der Firmware ausschalten.',
  'This kernel refuses to load another one (kernel.kexec_load_disabled is 1).':
    'Dieser Kernel weigert sich, einen anderen zu laden (kernel.kexec_load_disabled ist 1).',
  'Restart the machine: the setting cannot be undone until then.':
    'Den Rechner neu starten: Vorher lässt sich die Einstellung nicht zurücknehmen.',
  'This machine has no memory set aside for the image (no /dev/pmem0).':
    'Dieser Rechner hat keinen Speicher für das Abbild reserviert (kein /dev/pmem0).',
  "The live system needs {1} MiB in addition to its image of {2} MiB; this machine's {3} MiB leave it {4} MiB.":
    'Das Live-System braucht {1} MiB zusätzlich zu seinem Abbild von {2} MiB; die {3} MiB dieses Rechners lassen ihm {4} MiB.',
  '{1} Otherwise the kernel may kill programs for lack of memory.':
    '{1} Sonst beendet der Kernel vielleicht Programme, weil Speicher fehlt.',
  'The image needs {1} MiB, but {2} has {3} MiB.':
    'Das Abbild braucht {1} MiB, {2} hat aber {3} MiB.',
  'Choose a smaller image.': 'Ein kleineres Abbild wählen.',
  'Start webboot without memmap=, or with a larger one (at least {1}M), or choose a smaller image.':
    'webboot ohne memmap= oder mit einem größeren starten (mindestens {1}M), oder ein kleineres Abbild wählen.',
  'Switch Secure Boot off in the firmware: it keeps webboot from setting memory aside on arm64.':
    'Secure Boot in der Firmware ausschalten: Auf arm64 hindert es webboot daran, Speicher zu reservieren.',
  "Boot webboot's own image, which sets the memory aside automatically.":
    'Das eigene Abbild von webboot starten, das den Speicher von selbst reserviert.',
  '{1} By hand: {2} on the kernel command line.': '{1} Von Hand: {2} auf der Kernel-Befehlszeile.',
  'Too little memory: {1} MiB for the image and {2} MiB for the live system are needed. This machine has {3} MiB, of which {4} MiB can hold an image.':
    'Zu wenig Speicher: {1} MiB für das Abbild und {2} MiB für das Live-System sind nötig. Dieser Rechner hat {3} MiB, davon können {4} MiB ein Abbild aufnehmen.',
  'Choose a smaller variant or distro.': 'Eine kleinere Variante oder Distribution wählen.',
  'Smaller ones that would fit: {1}.': 'Kleinere, die passen würden: {1}.',
  'boot entry': 'Starteintrag',
  'name in the menu': 'Name im Menü',
  'kind of live system': 'Art des Live-Systems',
  'drivers for its image': 'Treiber für sein Abbild',
  'network given': 'Netzwerk erhalten',
  'date or version of the image': 'Datum oder Version des Abbilds',
  'command line': 'Befehlszeile',
  'The image has no boot entry "{1}".': 'Das Abbild hat keinen Starteintrag „{1}“.',
  '“{1}” cannot be started. {2}': '„{1}“ kann nicht gestartet werden. {2}',
  'Choose one of: {1}.': 'Einen davon wählen: {1}.',
  'The command line was edited, but "{1}" has a different one in this image.':
    'Die Befehlszeile wurde bearbeitet, aber „{1}“ hat in diesem Abbild eine andere.',
  'Choose the entry again and edit the command line that is shown.':
    'Den Eintrag neu wählen und die angezeigte Befehlszeile bearbeiten.',
  'This image cannot be verified: {1}. Whoever controls the network or the mirror decides what it runs.':
    'Dieses Abbild kann nicht geprüft werden: {1}. Wer das Netz oder den Spiegelserver beherrscht, bestimmt, was darin läuft.',
  'Boot it only if you accept that: choose "boot unverified" in the menu, or give webboot.unverified={1}.':
    'Nur starten, wenn das annehmbar ist: im Menü „Ungeprüft starten“ wählen oder webboot.unverified={1} angeben.',
  'This live system does not get the network: its image is unverified, and it would get the passphrase.':
    'Dieses Live-System erhält das Netzwerk nicht: Sein Abbild ist ungeprüft, und es bekäme das Passwort.',
  'Connect it after it has started. If the image is your own, set webboot.handon=unverified.':
    'Nach dem Start dort verbinden. Für ein eigenes Abbild webboot.handon=unverified setzen.',
  'This live system does not get the network: its initramfs has no place for that.':
    'Dieses Live-System erhält das Netzwerk nicht: Sein Initramfs hat keinen Platz dafür.',
  'Connect it after it has started.': 'Nach dem Start dort verbinden.',
  'The image is for {1}, but this machine is {2}.':
    'Das Abbild ist für {1}, aber dieser Rechner ist {2}.',
  'Choose an image for {1}.': 'Ein Abbild für {1} wählen.',
  'drivers have to be loaded, and webboot has no program for its kernel':
    'Treiber müssen geladen werden, und webboot hat kein Programm für seinen Kernel',
  'no driver for it': 'kein Treiber dafür',
  'no driver': 'kein Treiber',
  'under Secure Boot its kernel takes no table that describes the memory':
    'unter Secure Boot nimmt sein Kernel keine Tabelle an, die den Speicher beschreibt',
  'its kernel is told of it by the table that this machine has for its NVDIMMs':
    'sein Kernel erfährt davon aus der Tabelle, die dieser Rechner für seine NVDIMMs hat',
  'The live system could not find its image in memory ({1}), so the image is put into its initramfs. That takes {2} MiB more RAM.':
    'Das Live-System fände sein Abbild nicht im Speicher ({1}), deshalb kommt das Abbild in sein Initramfs. Das braucht {2} MiB mehr RAM.',
  'Boot it as it is, or choose another release that has the driver.':
    'So starten oder eine andere Ausgabe wählen, die den Treiber hat.',
  'If its initrd lacks the driver for images in memory (known after the download), this live system for {1} cannot be booted: webboot has no program for its kernel.':
    'Fehlt seinem Initrd der Treiber für Abbilder im Speicher (das zeigt sich nach dem Herunterladen), so kann dieses Live-System für {1} nicht starten: webboot hat kein Programm für seinen Kernel.',
  'Choose the 64-bit image of this distro, if there is one.':
    'Das 64-Bit-Abbild dieser Distribution wählen, falls es eines gibt.',
  'The live system could not find its image in memory: {1}.':
    'Das Live-System fände sein Abbild nicht im Speicher: {1}.',
  'Choose another distro or release; this one needs a stick or a CD.':
    'Eine andere Distribution oder Ausgabe wählen; diese braucht einen Stick oder eine CD.',
  '{1}: the image calls itself "{2}", which says {3} instead of {4}.':
    '{1}: Das Abbild nennt sich „{2}“, also {3} statt {4}.',
  'Try another mirror, or boot it if you want the version that it says.':
    'Einen anderen Spiegelserver versuchen, oder es starten, wenn diese Version gewünscht ist.',
  'Try another mirror, or boot it if you want this image.':
    'Einen anderen Spiegelserver versuchen, oder es starten, wenn dieses Abbild gewünscht ist.',
  '{1} was made on {2}, long before {3}, the oldest signature that the catalogue accepts: the server may be holding newer releases back.':
    '{1} wurde am {2} erstellt, lange vor dem {3}, der ältesten Signatur, die der Katalog akzeptiert: Vielleicht hält der Server neuere Ausgaben zurück.',
  '{1} says that it was made on {2}, after it was signed on {3}.':
    '{1} wurde nach eigener Angabe am {2} erstellt, nach der Signatur vom {3}.',
  'This live system does not get {1}: its image is unverified.':
    'Dieses Live-System erhält nicht: {1}. Sein Abbild ist ungeprüft.',
  'If the image is your own, set webboot.inject=unverified.':
    'Für ein eigenes Abbild webboot.inject=unverified setzen.',
  'This live system does not get {1}: it has no place for that.':
    'Dieses Live-System erhält nicht: {1}. Es hat keinen Platz dafür.',
  'See docs/compatibility.md for what each kind of live system takes.':
    'docs/compatibility.md nennt, was jede Art von Live-System annimmt.',
  'an SSH key': 'einen SSH-Schlüssel',
  'a cloud-init seed': 'Daten für cloud-init',
  'a kickstart file': 'eine Kickstart-Datei',
  'a preseed file': 'eine Preseed-Datei',
  'This machine is locked down ({1})': 'Dieser Rechner ist verriegelt ({1})',
  '{1}, and the kernel carries no signature.': '{1}, und der Kernel ist nicht signiert.',
  'Choose a distro whose kernel is signed, or turn Secure Boot off in the firmware.':
    'Eine Distribution mit signiertem Kernel wählen oder Secure Boot in der Firmware ausschalten.',
  'this kernel': 'diesen Kernel',
  'its signer, {1}': 'seinen Unterzeichner, {1}',
  '{1}, and its revocation list (dbx) contains {2}.':
    '{1}, und seine Sperrliste (dbx) enthält {2}.',
  'Choose a newer release of the distro: revoked kernels have known holes. Or turn Secure Boot off in the firmware.':
    'Eine neuere Ausgabe der Distribution wählen: Gesperrte Kernel haben bekannte Lücken. Oder Secure Boot in der Firmware ausschalten.',
  'no signer is named': 'kein Unterzeichner ist genannt',
  "{1}. Its firmware trusts the kernel's signer ({2}), but webboot's own kernel does not know that key.":
    '{1}. Seine Firmware vertraut dem Unterzeichner des Kernels ({2}), aber der Kernel von webboot kennt diesen Schlüssel nicht.',
  'Boot the image directly from the firmware, from a stick of its own; or turn Secure Boot off in the firmware.':
    'Das Abbild von einem eigenen Stick direkt aus der Firmware starten, oder Secure Boot in der Firmware ausschalten.',
  "{1}, and trusts none of the kernel's signers: {2}.":
    '{1} und vertraut keinem Unterzeichner des Kernels: {2}.',
  "Choose a distro whose signer this machine trusts (Debian, when webboot came by Debian's shim); or enroll that signer's certificate with MokManager or mokutil; or turn Secure Boot off in the firmware.":
    'Eine Distribution wählen, deren Unterzeichner dieser Rechner vertraut (Debian, wenn webboot über dessen shim kam); oder das Zertifikat des Unterzeichners mit MokManager oder mokutil eintragen; oder Secure Boot in der Firmware ausschalten.',
  '{1} (issued by {2})': '{1} (ausgestellt von {2})',
  'The command line has {1} memmap= regions; with more than {2}, the kernel stops randomizing its address (KASLR) and may overwrite the image.':
    'Die Befehlszeile hat {1} memmap=-Bereiche; ab mehr als {2} wählt der Kernel seine Adresse nicht mehr zufällig (KASLR) und überschreibt vielleicht das Abbild.',
  'Remove memmap= parameters that you added until {1} are left.':
    'Selbst hinzugefügte memmap=-Parameter entfernen, bis {1} übrig sind.',
  'Try another mirror, or boot it if you want this older release.':
    'Einen anderen Spiegelserver versuchen, oder es starten, wenn diese ältere Ausgabe gewünscht ist.',
  'Check the distribution’s website for a newer release.':
    'Auf der Website der Distribution nach einer neueren Ausgabe sehen.',
  // core/image, core/families
  'unknown until the initrd is read (--deep)': 'unbekannt, bis das Initrd gelesen ist (--deep)',
  'the initrd lacks {1}; {2}': 'dem Initrd fehlt {1}; {2}',
  'neither the initrd nor the root file system has {1}':
    'weder das Initrd noch das Wurzeldateisystem hat {1}',
  'the initrd has the drivers, and nothing that would load them':
    'das Initrd hat die Treiber, aber nichts, was sie lädt',
  "The image's own default cannot be started: {1} “{2}” is selected instead.":
    'Der vorgegebene Eintrag des Abbilds kann nicht gestartet werden: {1} Stattdessen ist „{2}“ ausgewählt.',
  'Choose another entry if that is not the one you want.':
    'Einen anderen Eintrag wählen, wenn dieser nicht der gewünschte ist.',
  'Its newer scripts take the first device that holds a /.miso, and it was never booted from memory.':
    'Seine neueren Skripte nehmen das erste Gerät mit einem /.miso, und aus dem Speicher wurde es nie gestartet.',
  'Whether its search for the CD accepts a device in memory was never tested.':
    'Ob seine Suche nach der CD ein Gerät im Speicher annimmt, wurde nie erprobt.',
  'Only part of its scripts was read, and it was never booted from memory.':
    'Nur ein Teil seiner Skripte wurde gelesen, und aus dem Speicher wurde es nie gestartet.',
  'It finds the image in memory, but the rest of its boot was never seen.':
    'Es findet das Abbild im Speicher, aber der Rest seines Starts wurde nie gesehen.',
  'Its scripts were read, but it was never booted from memory.':
    'Seine Skripte wurden gelesen, aber aus dem Speicher wurde es nie gestartet.',
  'it installs from the network, and looks for no medium':
    'es installiert aus dem Netz und sucht kein Medium',
  'its whole system is in the initrd; extensions of the image are added to that':
    'sein ganzes System liegt im Initrd; Erweiterungen des Abbilds kommen hinzu',
  // boot/inspect
  'It starts another EFI program ({1}), not a Linux kernel.':
    'Er startet ein anderes EFI-Programm ({1}), keinen Linux-Kernel.',
  '“{1}” names the kernel {2}, which {3}.': '„{1}“ nennt den Kernel {2}, und der {3}.',
  '“{1}” starts {2}, which is no kernel: {3}.': '„{1}“ startet {2}, und das ist kein Kernel: {3}.',
  '“{1}” names the initrd {2}, which {3}.': '„{1}“ nennt das Initrd {2}, und das {3}.',
  'is not in the image': 'ist nicht im Abbild',
  'is a {1}, not a file': 'ist keine Datei ({1})',
  'is empty': 'ist leer',
  'cannot be read: {1}': 'ist nicht lesbar: {1}',
  'Choose another entry, or check that the image is complete.':
    'Einen anderen Eintrag wählen oder prüfen, ob das Abbild vollständig ist.',
  'illumos or Solaris': 'illumos oder Solaris',
  'Its kernel lies on another device.': 'Sein Kernel liegt auf einem anderen Gerät.',
  'It starts {1}.': 'Er startet {1}.',
  'It starts {1}, not a Linux kernel.': 'Er startet {1}, keinen Linux-Kernel.',
  '{1} is {2}, which is only read where it can be mounted':
    '{1} ist {2}, und das ist nur lesbar, wo es eingehängt werden kann',
  '{1} holds {2}, which is only read where it can be mounted':
    '{1} enthält {2}, und das ist nur lesbar, wo es eingehängt werden kann',
  'the image has no root file system to take them from':
    'das Abbild hat kein Wurzeldateisystem, aus dem sie kommen könnten',
  'no modules for kernel {1} in {2}': 'keine Module für den Kernel {1} in {2}',
  'This is {1}, not an ISO image.': 'Das ist {1}, kein ISO-Abbild.',
  'The ISO image is packed in a zip, which webboot can look into but cannot boot.':
    'Das ISO-Abbild steckt in einem ZIP-Archiv. webboot kann hineinsehen, es aber nicht starten.',
  'Unpack it, and boot the ISO image that is in it, from a stick or a server.':
    'Es entpacken und das ISO-Abbild daraus von einem Stick oder Server starten.',
  'The image is cut off: it has {1} of {2} bytes.':
    'Das Abbild ist abgeschnitten: Es hat {1} von {2} Bytes.',
  'Download or copy it again.': 'Erneut herunterladen oder kopieren.',
  "Compare the command line with the one in the image's own menu.":
    'Die Befehlszeile mit der im Menü des Abbilds vergleichen.',
  'Add the parameter yourself if the system needs it.':
    'Den Parameter selbst ergänzen, falls das System ihn braucht.',
  "Entries may be missing here. The image's own menu has them all.":
    'Hier fehlen vielleicht Einträge. Das Menü des Abbilds selbst hat alle.',
  'The initrd of “{1}”: {2}': 'Das Initrd von „{1}“: {2}',
  'The image may be damaged: verify it, or choose another entry.':
    'Vielleicht ist das Abbild beschädigt: prüfen oder einen anderen Eintrag wählen.',
  "None of the image's menus has an entry that starts Linux.{1}":
    'Kein Menü des Abbilds hat einen Eintrag, der Linux startet.{1}',
  'This is an image of {1}: none of its menus has an entry that starts Linux.':
    'Das ist ein Abbild von {1}: Keines seiner Menüs hat einen Eintrag, der Linux startet.',
  'Choose a live Linux image. webboot cannot start other systems.':
    'Ein Live-Linux wählen. Andere Systeme kann webboot nicht starten.',
  'webboot starts only Linux. To start {1}, write the image to a stick of its own.':
    'webboot startet nur Linux. Für {1} das Abbild auf einen eigenen Stick schreiben.',
  'The tool that made the initrd is unknown, and so are the parameters that locate the image.':
    'Das Werkzeug, das das Initrd erstellt hat, ist unbekannt, und damit auch die Parameter, mit denen es das Abbild findet.',
  'Add the parameters for its medium to the command line yourself.':
    'Die Parameter für das Medium selbst an die Befehlszeile anhängen.',
  'It is not known whether an initrd of the family {1} finds its image in memory. {2}':
    'Es ist nicht bekannt, ob ein Initrd der Familie {1} sein Abbild im Speicher findet. {2}',
  'Try it, and report how far it gets.': 'Ausprobieren und melden, wie weit es kommt.',
  'the root file system was not read': 'das Wurzeldateisystem wurde nicht gelesen',
  'the image has no boot entry to inspect': 'das Abbild hat keinen Starteintrag zum Untersuchen',
  'it starts without an initrd and needs no medium':
    'es startet ohne Initrd und braucht kein Medium',
  '{1} is not in the image': '{1} ist nicht im Abbild',
  'the initrd cannot be read: {1}': 'das Initrd ist nicht lesbar: {1}',
};
