import type { Sentences } from '../texts.ts';

/** What the machine, its disks and its kernel answer. */
export const machineSentences: Sentences = {
  // linux
  '{1} is ignored, and a new key is used: {2}. Make one with: ssh-keygen -t ed25519 -N "" -f ssh_host_key':
    '{1} wird nicht verwendet, sondern ein neuer Schlüssel: {2}. Einen erstellen mit: ssh-keygen -t ed25519 -N "" -f ssh_host_key',
  'The command {1} is not on this machine.': 'Das Programm {1} gibt es auf diesem Rechner nicht.',
  "Install the package {1}; if this is webboot's own image, rebuild the image.":
    'Das Paket {1} installieren; das eigene Abbild von webboot neu erstellen.',
  '{1} did not finish in time': '{1} wurde nicht rechtzeitig fertig',
  '{1}{2} did not finish in time': '{1}{2} wurde nicht rechtzeitig fertig',
  '{1}the shell is gone': '{1}die Shell ist beendet',
  '{1} is not a folder.': '{1} ist kein Ordner.',
  'Create a folder there: links to folders are not followed.':
    'Dort einen Ordner anlegen: Verweisen auf Ordner wird nicht gefolgt.',
  '{1} is not the name of a file.': '{1} ist kein Dateiname.',
  'Choose another name.': 'Einen anderen Namen wählen.',
  '{1} are copies of the same new stick.': '{1} sind Kopien desselben neuen Sticks.',
  'Unplug all sticks except the one to start from, then restart.':
    'Alle Sticks außer dem zum Starten abziehen, dann neu starten.',
  '{1} could not be mounted.': '{1} ließ sich nicht einhängen.',
  'Check it with e2fsck: {1}': 'Mit e2fsck prüfen: {1}',
  'The log could not be written to the stick: {1}':
    'Das Protokoll ließ sich nicht auf den Stick schreiben: {1}',
  'Check that the stick is plugged in and not write-protected. The log is in {1}/log.':
    'Prüfen, ob der Stick steckt und nicht schreibgeschützt ist. Das Protokoll liegt in {1}/log.',
  'There is no keyboard layout {1}.': 'Die Tastaturbelegung {1} gibt es nicht.',
  'Choose one in the menu (Keyboard layout).': 'Eine im Menü wählen (Tastaturbelegung).',
  'The layout {1} could not be loaded: {2}': 'Die Belegung {1} ließ sich nicht laden: {2}',
  'A machine without a screen has no keyboard to set. A serial terminal has its own layout.':
    'Ein Rechner ohne Bildschirm hat keine Tastatur einzustellen. Ein serielles Terminal hat seine eigene Belegung.',
  '{1} cannot be read: {2}': '{1} ist nicht lesbar: {2}',
  'The image is damaged: download it again, or choose another release.':
    'Das Abbild ist beschädigt: erneut herunterladen oder eine andere Ausgabe wählen.',
  '{1} could not be written to the stick: {2}.':
    '{1} ließ sich nicht auf den Stick schreiben: {2}.',
  '{1} is ignored: {2}.': '{1} wird nicht beachtet: {2}.',
  '{1} is neither a file nor a block device.': '{1} ist weder eine Datei noch ein Datenträger.',
  'Name an ISO file, or a block device such as /dev/sdb that an ISO was written to.':
    'Eine ISO-Datei angeben, oder einen Datenträger wie /dev/sdb, auf den eine geschrieben wurde.',
  'The kernel does not say how large {1} is.': 'Der Kernel nennt die Größe von {1} nicht.',
  'Check that /sys is mounted and the device is still attached.':
    'Prüfen, ob /sys eingehängt und das Gerät noch angeschlossen ist.',
  '{1} cannot be read at byte {2}.': '{1} ist ab Byte {2} nicht lesbar.',
  'Copy or download the image again, to another disk if the kernel log shows I/O errors.':
    'Das Abbild erneut kopieren oder herunterladen, bei E/A-Fehlern im Kernel-Protokoll auf einen anderen Datenträger.',
  '{1} does not exist.': '{1} gibt es nicht.',
  'Check the path. A URL must begin with http:// or https://.':
    'Den Pfad prüfen. Eine Adresse muss mit http:// oder https:// beginnen.',
  '{1} cannot be read by this user.': '{1} ist für diesen Benutzer nicht lesbar.',
  'Run as root, or as a user who may read it (for a disk, a member of the group "disk").':
    'Als root ausführen, oder als ein Benutzer, der es lesen darf (einen Datenträger: in der Gruppe „disk“).',
  '{1} is not a device tree: {2}.': '{1} ist kein Device Tree: {2}.',
  'The device tree of this machine cannot describe the memory of the next kernel.':
    'Der Device Tree dieses Rechners kann den Speicher des nächsten Kernels nicht beschreiben.',
  'Start the machine with a newer firmware or boot loader.':
    'Den Rechner mit neuerer Firmware oder neuerem Bootloader starten.',
  'Name a device tree blob (.dtb), or leave --dtb out to use the running one.':
    'Einen Device Tree (.dtb) angeben, oder --dtb weglassen, um den laufenden zu verwenden.',
  'Only root may load a kernel.': 'Einen Kernel darf nur root laden.',
  'Run webboot as root. All earlier checks passed.':
    'webboot als root ausführen. Alle Prüfungen davor waren erfolgreich.',
  'The running kernel refuses to load it: {1}':
    'Der laufende Kernel weigert sich, ihn zu laden: {1}',
  'This machine is locked down by Secure Boot and loads only kernels signed by a key that it trusts: choose such a distro, enroll its key (mokutil --import), or switch Secure Boot off in the firmware.':
    'Dieser Rechner ist durch Secure Boot verriegelt und lädt nur Kernel, deren Schlüssel er vertraut: eine solche Distribution wählen, ihren Schlüssel eintragen (mokutil --import) oder Secure Boot in der Firmware ausschalten.',
  'Try another boot entry.': 'Einen anderen Eintrag versuchen.',
  'The kernel could not be started: {1}': 'Der Kernel konnte nicht gestartet werden: {1}',
  'Try again. If it fails twice, restart the machine and choose another boot entry.':
    'Erneut versuchen. Schlägt es zweimal fehl, den Rechner neu starten und einen anderen Eintrag wählen.',
  '{1} cannot be written.': '{1} ist nicht beschreibbar.',
  'Run webboot as root, from its own image.':
    'webboot als root ausführen, aus seinem eigenen Abbild.',
  '{1} cannot be read.': '{1} ist nicht lesbar.',
  'If its stick was pulled out, plug it in and try again. Otherwise check the disk.':
    'Wurde der Stick abgezogen, ihn einstecken und erneut versuchen. Sonst den Datenträger prüfen.',
  '{1} could not be written completely.': '{1} ließ sich nicht vollständig schreiben.',
  'If its stick was pulled out, plug it in and try again. If it is full, make room.':
    'Wurde der Stick abgezogen, ihn einstecken und erneut versuchen. Ist er voll, Platz schaffen.',
  '{1} ends before its stated size.': '{1} endet vor der angegebenen Größe.',
  'Copy the image again.': 'Das Abbild erneut kopieren.',
  'There is no static busybox for the graft.': 'Zum Ergänzen fehlt ein statisches busybox.',
  'Install the package busybox-static.': 'Das Paket busybox-static installieren.',
  '{1} could not be saved.': '{1} ließ sich nicht speichern.',
  'Check the disk. See the log for the kernel’s message.':
    'Den Datenträger prüfen. Das Protokoll enthält die Meldung des Kernels.',
  'There is not enough room to save the image.':
    'Zum Speichern des Abbilds reicht der Platz nicht.',
  'Delete images that are not needed: {1} bytes are required.':
    'Nicht benötigte Abbilder löschen: {1} Bytes sind nötig.',
  '{1} cannot be written to.': 'Auf {1} lässt sich nicht schreiben.',
  'Check its write-protect switch, repair its file system, or boot without saving the image.':
    'Den Schreibschutzschalter prüfen, das Dateisystem reparieren, oder starten, ohne das Abbild zu speichern.',
  '{1} is not a regular file.': '{1} ist keine gewöhnliche Datei.',
  'Put a regular file there: links, pipes and devices are not read.':
    'Dort eine gewöhnliche Datei ablegen: Verweise, Pipes und Geräte werden nicht gelesen.',
  '{1} is larger than {2} bytes.': '{1} ist größer als {2} Bytes.',
  'Check that it is the right file.': 'Prüfen, ob es die richtige Datei ist.',
  '{1} could not be mounted as {2}: {3}': '{1} ließ sich nicht als {2} einhängen: {3}',
  "The image may be damaged, or use a compression that this kernel lacks. See the log for the kernel's message.":
    'Vielleicht ist das Abbild beschädigt oder so komprimiert, wie es dieser Kernel nicht kann. Das Protokoll enthält die Meldung des Kernels.',
  // storage
  'its thread ended': 'sein Thread endete',
  'Reading {1} back failed: {2}': '{1} ließ sich nicht zurücklesen: {2}',
  'Check the device; its content cannot be trusted.':
    'Das Gerät prüfen; seinem Inhalt ist nicht zu trauen.',
  '{1} bytes do not fit into the {2} bytes of {3}.':
    '{1} Bytes passen nicht in die {2} Bytes von {3}.',
  'Reserve more memory.': 'Mehr Speicher reservieren.',
  'Make room there, or choose another place.': 'Dort Platz schaffen oder einen anderen Ort wählen.',
  '{1} is full.': '{1} ist voll.',
  'Writing to {1} failed: {2}': 'Schreiben auf {1} ist fehlgeschlagen: {2}',
  'Check the device and its cable.': 'Das Gerät und sein Kabel prüfen.',
  'Check the path.': 'Den Pfad prüfen.',
  'Port {1} cannot be listened on.': 'Port {1} kann keine Verbindungen annehmen.',
  'Is another program using it? Choose another one with --port.':
    'Nutzt ihn ein anderes Programm? Mit --port einen anderen wählen.',
  'Is another program using it? webboot serve takes other ports.':
    'Nutzt ihn ein anderes Programm? webboot serve nimmt andere Ports.',
  '{1} was written to since its digest was computed.':
    'In {1} wurde geschrieben, seit die Prüfsumme berechnet ist.',
  'Start again.': 'Neu beginnen.',
  'webboot.ssh=yes is ignored: this image has no SSH. Build one with npm run image -- --ssh-keys FILE.':
    'webboot.ssh=yes wird nicht beachtet: Dieses Abbild hat kein SSH. Eines erstellen mit npm run image -- --ssh-keys FILE.',
  'webboot.speech=yes: this image cannot speak, and shows line mode. Build one with npm run image -- --accessibility.':
    'webboot.speech=yes: Dieses Abbild kann nicht sprechen und zeigt den Zeilenmodus. Eines erstellen mit npm run image -- --accessibility.',
  'espeakup ended with {1}': 'espeakup endete mit {1}',
  'the sound card takes no sound': 'die Soundkarte nimmt keinen Ton an',
  'another machine': 'ein anderer Rechner',
  // About webboot
  'This program': 'Dieses Programm',
  'Its image': 'Sein Abbild',
  'Packages in it': 'Pakete darin',
  '{1} ({2}), of {3}': '{1} ({2}), vom {3}',
  'for hardware': 'für Hardware',
  'catalogue {1}': 'Katalog {1}',
};
