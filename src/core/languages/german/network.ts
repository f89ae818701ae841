import type { Sentences } from '../texts.ts';

/** Networks, servers, and the other machines of a network. */
export const networkSentences: Sentences = {
  // linux/network
  'No DHCP server answered on {1}.': 'An {1} hat kein DHCP-Server geantwortet.',
  'The DHCP server on {1} refused to give an address{2}.':
    'Der DHCP-Server an {1} hat keine Adresse vergeben{2}.',
  'Check that this network gives addresses (a router, not a bare switch), try again, or give an address with webboot.ip=.':
    'Prüfen, ob dieses Netz Adressen vergibt (ein Router, nicht nur ein Switch), erneut versuchen, oder mit webboot.ip= eine Adresse angeben.',
  'The network may let only known machines in: ask who runs it, or give an address with webboot.ip=.':
    'Vielleicht lässt das Netz nur bekannte Rechner ein: den Betreiber fragen, oder mit webboot.ip= eine Adresse angeben.',
  'The certificate or key {1} cannot be read.':
    'Das Zertifikat oder der Schlüssel {1} ist nicht lesbar.',
  'Check the path. Files on the stick are in {1}.':
    'Den Pfad prüfen. Dateien auf dem Stick liegen in {1}.',
  'The stick could not be written: {1}': 'Der Stick ließ sich nicht beschreiben: {1}',
  'Check that the stick is plugged in and not write-protected.':
    'Prüfen, ob der Stick steckt und nicht schreibgeschützt ist.',
  'The passphrase of {1} is wrong.': 'Das Passwort von {1} ist falsch.',
  'Type it again. Ctrl-R shows it, and the menu can change the keyboard layout.':
    'Es erneut eingeben. Strg-R zeigt es, und die Tastaturbelegung lässt sich im Menü ändern.',
  '{1} does not take this user name with this password.':
    '{1} nimmt diesen Benutzernamen mit diesem Passwort nicht an.',
  'Type both again; some networks want the name with its domain (me@example.org).':
    'Beides erneut eingeben; manche Netze verlangen den Namen mit seiner Domain (ich@example.org).',
  'The network {1} is not in reach.': 'Das Netz {1} ist nicht in Reichweite.',
  'Check its name, come closer, or look for networks again.':
    'Den Namen prüfen, näher herangehen oder erneut nach Netzen suchen.',
  'The server of {1} cannot be told to be the right one: {2}.':
    'Ob der Server von {1} der richtige ist, lässt sich nicht feststellen: {2}.',
  'Check the name of the server, or name the CA of its operator: both are known to the operator.':
    'Den Namen des Servers prüfen oder die CA seines Betreibers angeben: Beides kennt der Betreiber.',
  '{1} refused this machine ({2}).': '{1} hat diesen Rechner abgewiesen ({2}).',
  'The access point may be full, or let only known machines in.':
    'Vielleicht ist der Zugangspunkt voll oder lässt nur bekannte Rechner ein.',
  '{1} did not answer in time.': '{1} hat nicht rechtzeitig geantwortet.',
  'Move closer to the access point, or try again.':
    'Näher an den Zugangspunkt gehen oder erneut versuchen.',
  'The radio of {1} is switched off.': 'Der Funk von {1} ist ausgeschaltet.',
  'Use the Wi-Fi switch or the airplane-mode key of this machine.':
    'Den WLAN-Schalter oder die Flugmodus-Taste dieses Rechners benutzen.',
  '{1} cannot scan for networks: {2}': '{1} kann nicht nach Netzen suchen: {2}',
  'wpa_supplicant does not answer': 'wpa_supplicant antwortet nicht',
  'Try again. The kernel log (dmesg in the rescue shell) says what the driver lacks.':
    'Erneut versuchen. Das Kernel-Protokoll (dmesg in der Rettungs-Shell) nennt, was dem Treiber fehlt.',
  '{1} cannot be activated: {2}': '{1} ließ sich nicht einschalten: {2}',
  'Choose another interface. The log says what its driver lacks.':
    'Eine andere Karte wählen. Das Protokoll nennt, was ihrem Treiber fehlt.',
  '{1} has no link: no cable, or nothing at the other end.':
    '{1} hat keine Verbindung: kein Kabel, oder nichts am anderen Ende.',
  'Check the cable at both ends, or choose another interface.':
    'Das Kabel an beiden Enden prüfen oder eine andere Karte wählen.',
  '{1} was removed.': '{1} wurde entfernt.',
  'Plug it in again, or choose another interface.':
    'Wieder anschließen oder eine andere Karte wählen.',
  'No router answered on {1}.': 'An {1} hat kein Router geantwortet.',
  'Check the network, try again, or give an address with webboot.ip=.':
    'Das Netz prüfen, erneut versuchen, oder mit webboot.ip= eine Adresse angeben.',
  'This machine shows no wired network interface.':
    'An diesem Rechner ist keine Netzwerkkarte für Kabel zu finden.',
  'There is no network interface {1}.': 'Die Netzwerkkarte {1} gibt es nicht.',
  'Plug in a USB network adapter or a phone with USB tethering; the log names drivers that are missing.':
    'Einen USB-Netzwerkadapter oder ein Telefon mit USB-Tethering anschließen; das Protokoll nennt fehlende Treiber.',
  'No known Wi-Fi network could be joined on {1}.':
    'An {1} ließ sich kein bekanntes WLAN verbinden.',
  'Choose a network on the network screen (F3).': 'Auf der Netzwerkseite (F3) ein Netz wählen.',
  'This image has no Wi-Fi.': 'Dieses Abbild hat kein WLAN.',
  'Use a cable, or an image with Wi-Fi (npm run image -- --flavour generic --wifi-firmware).':
    'Ein Kabel benutzen, oder ein Abbild mit WLAN (npm run image -- --flavour generic --wifi-firmware).',
  'The authentication server of {1} is unknown.': 'Der Anmeldeserver von {1} ist unbekannt.',
  "Give the server's name or its operator's CA file. Otherwise anyone could ask for the password.":
    'Den Namen des Servers oder die CA-Datei seines Betreibers angeben. Sonst könnte jeder nach dem Passwort fragen.',
  'A network card needs firmware that is missing: {1}.': 'Einer Netzwerkkarte fehlt Firmware: {1}.',
  'Build an image with it (npm run image -- --file FILE:/firmware/{1}), or use a cable, a phone with USB tethering, or another card.':
    'Ein Abbild damit erstellen (npm run image -- --file FILE:/firmware/{1}), oder ein Kabel, ein Telefon mit USB-Tethering oder eine andere Karte benutzen.',
  'Check the configured address, or let the network assign one.':
    'Die eingestellte Adresse prüfen, oder das Netz eine vergeben lassen.',
  // net
  '{1} sent {2}.': '{1} hat {2} gesendet.',
  '{1} bytes instead of {2}': '{1} Bytes statt {2}',
  'more than {1} bytes': 'mehr als {1} Bytes',
  'only {1} of {2} bytes': 'nur {1} von {2} Bytes',
  'This mirror has another version or a damaged one: try another mirror.':
    'Dieser Spiegelserver hat eine andere oder beschädigte Version: einen anderen versuchen.',
  'the whole file instead of a part': 'die ganze Datei statt eines Teils',
  'no bytes {1}-{2} (it has "{3}")': 'die Bytes {1}-{2} nicht (er hat „{3}“)',
  'no usable Content-Range ("{1}")': 'kein brauchbares Content-Range („{1}“)',
  'bytes {1}-{2} of {3} for {4}-{5}': 'die Bytes {1}-{2} von {3} statt {4}-{5}',
  'a body of {1} bytes for bytes {2}-{3}': '{1} Bytes für die Bytes {2}-{3}',
  'a part of a file of unknown length': 'einen Teil einer Datei unbekannter Länge',
  'The file on {1} changed during the download.':
    'Die Datei auf {1} hat sich während des Herunterladens geändert.',
  'A new version may be appearing there. Start again, or use another mirror.':
    'Vielleicht erscheint dort gerade eine neue Version. Neu beginnen oder einen anderen Spiegelserver nehmen.',
  '{1} has {2} bytes instead of {3}.': '{1} hat {2} Bytes statt {3}.',
  'This mirror has another version: do not use it.':
    'Dieser Spiegelserver hat eine andere Version: ihn nicht verwenden.',
  '{1} answered with status {2}.': '{1} hat mit Status {2} geantwortet.',
  'The file does not exist there: check the version or try another mirror.':
    'Die Datei gibt es dort nicht: die Version prüfen oder einen anderen Spiegelserver versuchen.',
  'Try again later or another mirror.': 'Später erneut oder einen anderen Spiegelserver versuchen.',
  'Try again later, or another mirror.':
    'Später erneut oder einen anderen Spiegelserver versuchen.',
  'Use another mirror, or download the whole image first.':
    'Einen anderen Spiegelserver nehmen oder vorher das ganze Abbild herunterladen.',
  'There is no mirror to ask.': 'Es gibt keinen Spiegelserver.',
  'Give at least one URL.': 'Mindestens eine Adresse angeben.',
  'Only {1} of {2} bytes arrived.': 'Nur {1} von {2} Bytes sind angekommen.',
  'Try again or another mirror.': 'Erneut oder einen anderen Spiegelserver versuchen.',
  '{1} sends only a few bytes at a time.': '{1} sendet immer nur wenige Bytes.',
  'The file is larger than the {1} bytes allowed.':
    'Die Datei ist größer als die erlaubten {1} Bytes.',
  'Check the URL: this is not the small file that is expected there.':
    'Die Adresse prüfen: Das ist nicht die kleine Datei, die dort erwartet wird.',
  '{1} is a SOCKS proxy, which webboot cannot use.':
    '{1} ist ein SOCKS-Proxy, und den kann webboot nicht verwenden.',
  'Set http_proxy and https_proxy to an HTTP proxy: http://HOST:PORT.':
    'http_proxy und https_proxy auf einen HTTP-Proxy setzen: http://HOST:PORT.',
  'The address of the proxy is not valid.': 'Die Adresse des Proxys ist ungültig.',
  'Give it as http://HOST:PORT in http_proxy, https_proxy or all_proxy.':
    'Sie als http://HOST:PORT in http_proxy, https_proxy oder all_proxy angeben.',
  'A login page answered instead of {1}.': 'Statt {1} hat eine Anmeldeseite geantwortet.',
  'This network requires a login first. Log in with another device behind the same address, or choose another network.':
    'Dieses Netz verlangt erst eine Anmeldung. Sich mit einem anderen Gerät hinter derselben Adresse anmelden, oder ein anderes Netz wählen.',
  'The network announced no name server, so {1} cannot be looked up.':
    'Das Netz hat keinen Nameserver genannt, deshalb lässt sich {1} nicht auflösen.',
  'Give one with webboot.dns=ADDRESS, or use an IP address instead of the name.':
    'Einen mit webboot.dns=ADDRESS angeben, oder statt des Namens eine IP-Adresse verwenden.',
  'The name server ({1}) does not answer, so {2} cannot be looked up.':
    'Der Nameserver ({1}) antwortet nicht, deshalb lässt sich {2} nicht auflösen.',
  'Try again, or give another one with webboot.dns=ADDRESS.':
    'Erneut versuchen, oder mit webboot.dns=ADDRESS einen anderen angeben.',
  "The certificate of {1} is not valid at this machine's time: its clock says {2}, the server's {3} (UTC).":
    'Das Zertifikat von {1} gilt zur Zeit dieses Rechners nicht: Seine Uhr zeigt {2}, die des Servers {3} (UTC).',
  'Set the clock in the rescue shell with date -u -s "{1}".':
    'Die Uhr in der Rettungs-Shell stellen: date -u -s "{1}".',
  '{1} sent only {2} bytes in {3} seconds.': '{1} hat in {3} Sekunden nur {2} Bytes gesendet.',
  'Try again, another mirror, or another network.':
    'Erneut, mit einem anderen Spiegelserver oder einem anderen Netz versuchen.',
  '{1} is slow; its part goes to another mirror':
    '{1} ist langsam; sein Teil geht an einen anderen Spiegelserver',
  'No mirror has sent more than a few bytes for {1} seconds.':
    'Seit {1} Sekunden hat kein Spiegelserver mehr als ein paar Bytes gesendet.',
  'Check the network, then start again.': 'Das Netz prüfen, dann neu beginnen.',
  'What {1} sent is not the expected file: {2}':
    'Was {1} gesendet hat, ist nicht die erwartete Datei: {2}',
  'Mirror dropped: {1}': 'Spiegelserver verworfen: {1}',
  'Mirror dropped: {1} sent another file. {2}':
    'Spiegelserver verworfen: {1} hat eine andere Datei gesendet. {2}',
  'Wrong bytes must have come from {1}.': 'Falsche Bytes müssen von {1} gekommen sein.',
  'Machines dropped: {1}. All of it comes from the mirrors again.':
    'Rechner verworfen: {1}. Alles kommt erneut von den Spiegelservern.',
  'it gave a part of a file that is wrong': 'er gab einen Teil einer falschen Datei',
  'Resuming: {1}': 'Wird fortgesetzt: {1}',
  '{1} stopped sending.': '{1} sendet nicht mehr.',
  'Not an http or https URL: {1}': 'Keine http- oder https-Adresse: {1}',
  'Give a URL that starts with https:// or http://.':
    'Eine Adresse angeben, die mit https:// oder http:// beginnt.',
  'webboot asks again in {1} s.': 'webboot fragt in {1} s erneut.',
  'Fetching the file from {1} in one piece: a cut begins it anew.':
    'Die Datei kommt von {1} in einem Stück: Bricht das ab, beginnt es von vorn.',
  'The name {1} is not known to the name server.': 'Den Namen {1} kennt der Nameserver nicht.',
  'Check the spelling and the DNS server (/etc/resolv.conf), or try another mirror.':
    'Die Schreibweise und den Nameserver (/etc/resolv.conf) prüfen, oder einen anderen Spiegelserver versuchen.',
  'There is no route to {1}.': 'Es gibt keinen Weg zu {1}.',
  'Connect a cable or choose a Wi-Fi network, then try again.':
    'Ein Kabel anschließen oder ein WLAN wählen, dann erneut versuchen.',
  '{1} refused the connection ({2}).': '{1} hat die Verbindung abgelehnt ({2}).',
  'The server may be down, or a firewall may block it. Try another mirror or a proxy.':
    'Vielleicht läuft der Server nicht, oder eine Firewall sperrt ihn. Einen anderen Spiegelserver oder einen Proxy versuchen.',
  'The certificate of {1} is not trusted: {2}': 'Dem Zertifikat von {1} wird nicht vertraut: {2}',
  'Check the clock of this machine; for a server with a private CA, pass its certificate with --ca.':
    'Die Uhr dieses Rechners prüfen; für einen Server mit eigener CA deren Zertifikat mit --ca angeben.',
  '{1} answered with something that is not HTTP: {2}':
    '{1} hat mit etwas geantwortet, das kein HTTP ist: {2}',
  'Check the URL and its port.': 'Die Adresse und ihren Port prüfen.',
  '{1} cut the connection: {2}': '{1} hat die Verbindung getrennt: {2}',
  'No connection to {1}: {2}': 'Keine Verbindung zu {1}: {2}',
  'Check the URL and the proxy settings.': 'Die Adresse und die Proxy-Einstellungen prüfen.',
  'The proxy {1} requires a user name and password.':
    'Der Proxy {1} verlangt Benutzername und Passwort.',
  'Give them in the address of the proxy: http://USER:PASSWORD@HOST:PORT.':
    'Beides in der Adresse des Proxys angeben: http://USER:PASSWORD@HOST:PORT.',
  'The proxy {1} cannot reach {2} (status {3}).':
    'Der Proxy {1} kann {2} nicht erreichen (Status {3}).',
  'The proxy {1} does not allow connections to {2} (status {3}).':
    'Der Proxy {1} erlaubt keine Verbindungen zu {2} (Status {3}).',
  'Choose a mirror that the proxy allows.': 'Einen Spiegelserver wählen, den der Proxy erlaubt.',
  'The proxy {1} cannot be reached: {2}': 'Der Proxy {1} ist nicht erreichbar: {2}',
  'Check the address of the proxy and that it is running, or do without it.':
    'Die Adresse des Proxys prüfen und ob er läuft, oder auf ihn verzichten.',
  '{1} sends the file coded as {2}.': '{1} sendet die Datei als {2} kodiert.',
  'Try another mirror, or bypass the proxy in between.':
    'Einen anderen Spiegelserver versuchen oder den Proxy umgehen.',
  '{1} is busy (status {2}).': '{1} ist ausgelastet (Status {2}).',
  '{1}, asked through the proxy {2},': '{1}, über den Proxy {2} gefragt,',
  '{1} ended its answer early.': '{1} hat die Antwort vorzeitig beendet.',
  'It redirects in a circle.': 'Es leitet im Kreis um.',
  'Looking at {1} took over {2} minutes.': 'Der Blick auf {1} hat über {2} Minuten gedauert.',
  'More than {1} redirects.': 'Mehr als {1} Umleitungen.',
  'Try another mirror.': 'Einen anderen Spiegelserver versuchen.',
  'The server redirects to an invalid address: {1}':
    'Der Server leitet auf eine ungültige Adresse um: {1}',
  '{1} redirects to an address that is not HTTP ({2}).':
    '{1} leitet auf eine Adresse um, die nicht HTTP ist ({2}).',
  '{1} redirects from HTTPS to {2}//{3}.': '{1} leitet von HTTPS auf {2}//{3} um.',
  'Try another mirror; if you want plain HTTP, give that URL.':
    'Einen anderen Spiegelserver versuchen; wenn es unverschlüsselt sein soll, diese Adresse angeben.',
  // boot/transports, swarm
  '{1} cannot be read by BitTorrent here.': '{1} lässt sich hier nicht mit BitTorrent lesen.',
  'Give the address of the ISO instead.': 'Stattdessen die Adresse des ISO-Abbilds angeben.',
  'Other machines of this network are not asked: the signature names no digest.':
    'Andere Rechner dieses Netzes werden nicht gefragt: Die Signatur nennt keine Prüfsumme.',
  'The image may be had from this network: {1}.': 'Das Abbild gibt es in diesem Netz: {1}.',
  'The mirrors cannot be reached. {1} is taken from this network: {2}.':
    'Die Spiegelserver sind nicht erreichbar. {1} kommt aus diesem Netz: {2}.',
  'it sends what nobody asked for': 'er sendet, wonach niemand gefragt hat',
  'it names a piece that does not exist': 'er nennt ein Stück, das es nicht gibt',
  'it takes back what it says, over and over': 'er nimmt immer wieder zurück, was er sagt',
  'its pieces are not those of this file': 'seine Stücke sind nicht die dieser Datei',
  'it asks for what does not exist': 'er fragt nach etwas, das es nicht gibt',
  'its pieces are not what the mirrors have':
    'seine Stücke sind nicht, was die Spiegelserver haben',
  'its pieces are wrong': 'seine Stücke sind falsch',
  'it sends what no peer sends: {1}': 'er sendet, was kein anderer sendet: {1}',
  'webboot failed at what it sent: {1}': 'webboot ist an dem gescheitert, was er sendete: {1}',
  'No machine of the torrent has sent a piece for {1} seconds.':
    'Seit {1} Sekunden hat kein Rechner des Torrents ein Stück gesendet.',
  'Its trackers may be down, or a firewall keeps BitTorrent back. Try again later.':
    'Vielleicht laufen seine Tracker nicht, oder eine Firewall sperrt BitTorrent. Später erneut versuchen.',
  'The torrent is not of this image: what the mirrors have is another file. It is not used.':
    'Der Torrent gehört nicht zu diesem Abbild: Die Spiegelserver haben eine andere Datei. Er wird nicht verwendet.',
  'No mirror is left: the rest can only come from other machines.':
    'Kein Spiegelserver ist übrig: Der Rest kann nur von anderen Rechnern kommen.',
  'Neither a mirror nor another machine has sent a piece for {1} seconds.':
    'Seit {1} Sekunden hat weder ein Spiegelserver noch ein anderer Rechner ein Stück gesendet.',
  'The tracker {1} was left out: {2}': 'Der Tracker {1} wurde ausgelassen: {2}',
  'it does not have the image': 'er hat das Abbild nicht',
  'its pieces are too long': 'seine Stücke sind zu lang',
  '{1} is given out by BitTorrent alone, and its torrent cannot be used. {2}':
    '{1} gibt es nur über BitTorrent, und der Torrent ist nicht verwendbar. {2}',
  'Try again later, or give the address of the ISO if you know one.':
    'Später erneut versuchen, oder die Adresse des ISO-Abbilds angeben, wenn sie bekannt ist.',
};
