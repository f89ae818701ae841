import type { Sentences } from '../texts.ts';

/** What the catalogue says of its distros. Names of variants that are words, too. */
export const distroSentences: Sentences = {
  'Live desktop of the enterprise system': 'Live-Desktop des Systems für Unternehmen',
  'Small, simple, secure; runs from RAM': 'Klein, einfach, sicher; läuft aus dem RAM',
  'Fast and light, for old machines': 'Schnell und leicht, für alte Rechner',
  'Installation and rescue medium with a shell': 'Medium zum Installieren und Retten, mit Shell',
  'Desktop based on Arch, built for speed': 'Desktop auf Basis von Arch, auf Tempo ausgelegt',
  'Copies disks and partitions': 'Kopiert Datenträger und Partitionen',
  'Installs Debian from the network': 'Installiert Debian aus dem Netz',
  "Debian's own live images, with a desktop or without":
    'Live-Abbilder von Debian selbst, mit Desktop oder ohne',
  'Ubuntu for schools': 'Ubuntu für Schulen',
  'Desktop based on Arch, close to it': 'Desktop auf Basis von Arch, nah am Original',
  'Fedora with other desktops': 'Fedora mit anderen Desktops',
  'Workstation with GNOME, KDE Plasma or Xfce; with the installer':
    'Arbeitsplatz mit GNOME, KDE Plasma oder Xfce; mit Installationsprogramm',
  'Installation medium with a shell, or with KDE Plasma':
    'Installationsmedium mit Shell oder mit KDE Plasma',
  'Resizes and moves partitions': 'Ändert und verschiebt Partitionen',
  'For administrators: rescue, analysis, installation':
    'Für Administratoren: Rettung, Analyse, Installation',
  'For penetration tests and forensics': 'Für Penetrationstests und Forensik',
  'Desktop based on Arch: KDE, GNOME or Xfce': 'Desktop auf Basis von Arch: KDE, GNOME oder Xfce',
  'Tests the memory of this machine': 'Prüft den Arbeitsspeicher dieses Rechners',
  'Cinnamon, MATE or Xfce desktop, based on Ubuntu':
    'Desktop Cinnamon, MATE oder Xfce, auf Basis von Ubuntu',
  'Desktop based on Debian, with its own tools':
    'Desktop auf Basis von Debian, mit eigenen Werkzeugen',
  'The newest KDE Plasma on Ubuntu': 'Das neueste KDE Plasma auf Ubuntu',
  'Installer, with a desktop or without': 'Installationsprogramm, mit Desktop oder ohne',
  'Tumbleweed live for 64-bit ARM, with KDE, GNOME or Xfce':
    'Tumbleweed live für 64-Bit-ARM, mit KDE, GNOME oder Xfce',
  'Tumbleweed and MicroOS, to be installed': 'Tumbleweed und MicroOS, zum Installieren',
  'Tumbleweed or Leap, live with KDE, GNOME or Xfce, and a rescue system':
    'Tumbleweed oder Leap, live mit KDE, GNOME oder Xfce, und ein Rettungssystem',
  'For security work and privacy': 'Für Sicherheitsarbeit und Privatsphäre',
  'Desktop of System76, based on Ubuntu': 'Desktop von System76, auf Basis von Ubuntu',
  'Installs a host for virtual machines': 'Installiert einen Host für virtuelle Maschinen',
  'Small portable desktop': 'Kleiner Desktop zum Mitnehmen',
  'Repairs systems that do not boot, and their disks':
    'Repariert Systeme, die nicht starten, und ihre Datenträger',
  'Leaves no trace; everything goes through Tor': 'Hinterlässt keine Spuren; alles geht durch Tor',
  'A system in 20 MB, from RAM': 'Ein System in 20 MB, aus dem RAM',
  'Ubuntu with the Unity desktop': 'Ubuntu mit dem Desktop Unity',
  'Live session and installer: desktop, server and flavours':
    'Live-Sitzung und Installation: Desktop, Server und Varianten',
  'Ubuntu for Chinese users': 'Ubuntu für chinesische Anwender',
  'Ubuntu for sound, pictures and video': 'Ubuntu für Ton, Bild und Video',
  'Independent distribution with runit: console or Xfce':
    'Unabhängige Distribution mit runit: Konsole oder Xfce',
  // Names of variants
  standard: 'Standard',
  extended: 'erweitert',
  'for virtual machines': 'für virtuelle Maschinen',
  full: 'vollständig',
  'core, no desktop': 'core, ohne Desktop',
  shell: 'Shell',
  desktop: 'Desktop',
  'for handhelds': 'für Handhelds',
  stable: 'stabil',
  'network installer': 'Installation aus dem Netz',
  'no desktop': 'ohne Desktop',
  live: 'live',
  small: 'klein',
  installer: 'Installation',
  'installer, for defence': 'Installation, für die Abwehr',
  '64 bit': '64 Bit',
  'Xfce, newer hardware': 'Xfce, neuere Hardware',
  'user edition': 'Anwenderausgabe',
  'graphical installer': 'grafische Installation',
  'Tumbleweed, rescue': 'Tumbleweed, Rettung',
  'Tumbleweed, from the network': 'Tumbleweed, aus dem Netz',
  'Leap, rescue': 'Leap, Rettung',
  home: 'Home',
  security: 'Security',
  'Intel and AMD': 'Intel und AMD',
  'GNOME, small': 'GNOME, klein',
  'based on Debian': 'auf Basis von Debian',
  'based on Slackware': 'auf Basis von Slackware',
  '64 bit, with desktop': '64 Bit, mit Desktop',
  '64 bit, console': '64 Bit, Konsole',
  '32 bit, with desktop': '32 Bit, mit Desktop',
  '32 bit, console': '32 Bit, Konsole',
  '32 bit, with installer': '32 Bit, mit Installation',
  'server installer': 'Installation für Server',
  console: 'Konsole',
  // Why nobody vouches for it
  '{1} signs its images, and webboot has no copy of its key {2}':
    '{1} signiert seine Abbilder, aber webboot fehlt der Schlüssel {2}',
  '{1} signs its digests, and webboot has no copy of its key {2}':
    '{1} signiert seine Prüfsummen, aber webboot fehlt der Schlüssel {2}',
  '{1} signs neither images nor digests; they come over HTTPS, and that is their only protection':
    '{1} signiert nichts; seine Abbilder schützt allein HTTPS',
  '{1} signs nothing, and no SHA-256 of this image is stated anywhere':
    '{1} signiert nichts, und nirgends steht ein SHA-256 dieses Abbilds',
  '{1} signs nothing, and no SHA-256 of its images is stated anywhere':
    '{1} signiert nichts, und nirgends steht ein SHA-256 davon',
  // Notes
  'Open: whether the list in live/ is signed in itself, as that of the installers, or by a file CHECKSUM.asc next to it; both are accepted. One look at the server settles it.':
    'Offen: ob die Liste in live/ in sich signiert ist, wie die der Installationsmedien, oder durch eine Datei CHECKSUM.asc daneben; beides wird akzeptiert. Ein Blick auf den Server klärt es.',
  'Open: whether the current kernel takes memory that memmap= sets aside; its configuration of 6.6 did not. A boot on QEMU settles it.':
    'Offen: ob der aktuelle Kernel den mit memmap= reservierten Speicher nimmt; seine Konfiguration von 6.6 tat es nicht. Ein Start in QEMU klärt es.',
  'Open: the key file, whose fingerprint is {1}, and how its initramfs looks for its medium. A copy of the key and a boot on QEMU settle it.':
    'Offen: die Schlüsseldatei mit dem Fingerabdruck {1}, und wie das Initramfs sein Medium sucht. Eine Kopie des Schlüssels und ein Start in QEMU klären es.',
  'Open: how the initramfs of 26.04 finds its medium; texts of 2026 say casper. A boot on QEMU settles it.':
    'Offen: wie das Initramfs von 26.04 sein Medium findet; Texte von 2026 nennen casper. Ein Start in QEMU klärt es.',
  'The copy of the key is of 2023; its subkey that signs is pinned by its own fingerprint.':
    'Die Kopie des Schlüssels ist von 2023; sein signierender Unterschlüssel ist mit eigenem Fingerabdruck hinterlegt.',
  'It is a program and no Linux system; from here it can only be started where its kernel can be read from the image.':
    'Es ist ein Programm und kein Linux-System; von hier startet es nur, wenn sein Kernel aus dem Abbild lesbar ist.',
  'Open: how its initramfs (live-init of antiX) looks for its medium. A boot on QEMU settles it. The KDE and Fluxbox images are signed by keys of which no copy could be had.':
    'Offen: wie sein Initramfs (live-init von antiX) sein Medium sucht. Ein Start in QEMU klärt es. Für die Schlüssel der Abbilder mit KDE und Fluxbox war keine Kopie zu finden.',
  'Open: the key file, whose fingerprint is {1}, and which of two layouts the server has now. A copy of the key and one look at the server settle it.':
    'Offen: die Schlüsseldatei mit dem Fingerabdruck {1}, und welche von zwei Anordnungen der Server hat. Eine Kopie des Schlüssels und ein Blick auf den Server klären es.',
  'Open: how the installers look for their medium. A boot on QEMU settles it.':
    'Offen: wie die Installationsmedien ihr Medium suchen. Ein Start in QEMU klärt es.',
  "Open: whether Leap 15.6's live images are still served; no source of 2026 shows them. One look at distribution/leap/15.6/live/ settles it.":
    'Offen: ob es die Live-Abbilder von Leap 15.6 noch gibt; keine Quelle von 2026 zeigt sie. Ein Blick auf distribution/leap/15.6/live/ klärt es.',
  'The last Leap with live images; 16.0 has installers only.':
    'Das letzte Leap mit Live-Abbildern; 16.0 gibt es nur zum Installieren.',
  'Open: the key file, whose fingerprint is {1}. A copy of it settles it.':
    'Offen: die Schlüsseldatei mit dem Fingerabdruck {1}. Eine Kopie davon klärt es.',
  'Open: that SHA256SUMS and its signature lie next to the image, as they did for 22.04. One look at the server settles it.':
    'Offen: ob SHA256SUMS und die Signatur neben dem Abbild liegen, wie bei 22.04. Ein Blick auf den Server klärt es.',
  'Open: the key file, whose fingerprint is {1}, and how the installer looks for its medium. A copy of the key and a boot on QEMU settle it.':
    'Offen: die Schlüsseldatei mit dem Fingerabdruck {1}, und wie das Installationsmedium sein Medium sucht. Eine Kopie des Schlüssels und ein Start in QEMU klären es.',
  'Open: whether the list in live/ is signed, as that in isos/ is; both names of the signature are tried. One look at the server settles it. Rocky 9 signs none on its mirrors and is left out.':
    'Offen: ob die Liste in live/ signiert ist wie die in isos/; beide Namen der Signatur werden versucht. Ein Blick auf den Server klärt es. Rocky 9 signiert auf seinen Spiegelservern keine und fehlt hier.',
  'Open: the digest of the Slackware image. A SHA-256 stated by two independent sources settles it.':
    'Offen: die Prüfsumme des Slackware-Abbilds. Ein SHA-256 aus zwei unabhängigen Quellen klärt es.',
  'Started by another system, Tails cannot promise what it promises by itself.':
    'Aus einem anderen System gestartet kann Tails nicht versprechen, was es sonst verspricht.',
  'Open: SHA-256 digests of 17.1, to be pinned. Two independent downloads with the same digest settle it.':
    'Offen: SHA-256-Prüfsummen von 17.1 zum Hinterlegen. Zwei unabhängige Downloads mit derselben Prüfsumme klären es.',
};
