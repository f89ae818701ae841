import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../../../src/boot/run/failure.ts';
import { german } from '../../../../src/core/languages/de.ts';
import { english } from '../../../../src/core/languages/en.ts';
import type { FailureReport } from '../../../../src/core/plan/boot-event.ts';
import { openIso } from '../../../../src/formats/iso9660/open-iso.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { foldBootEvent } from '../../../../src/menu/model/boot-fold.ts';
import { failureParts } from '../../../../src/menu/text/failure-text.ts';
import { failureLine, problemText, remedyText } from '../../../../src/menu/text/problem-text.ts';
import { runNotes } from '../../../../src/menu/text/run-text.ts';
import { atEntries, keysOf, play } from '../../../helpers/tui-state.ts';

const refused: FailureReport = {
  code: 'connection-refused',
  stage: 'acquire',
  message: 'deb.example.org refused the connection (ECONNREFUSED).',
  remedy: 'The server may be down, or a firewall may block it. Try another mirror or a proxy.',
};
const foreign: FailureReport = {
  code: 'mount-failed',
  stage: 'graft',
  message: 'Something that nobody has foreseen: #!%',
};

describe('a failure in German', () => {
  it('says the same as in English, values included', () => {
    expect(failureParts(german, refused).map(({ text }) => text)).toEqual([
      'deb.example.org hat die Verbindung abgelehnt (ECONNREFUSED).',
      'Vielleicht läuft der Server nicht, oder eine Firewall sperrt ihn. Einen anderen Spiegelserver oder einen Proxy versuchen.',
      'In den Speicher herunterladen',
      'connection-refused',
    ]);
    expect(failureParts(english, refused)[0]?.text).toBe(refused.message);
  });

  it('says what is wrong with a damaged file, as deep as that goes', async () => {
    const damaged = await openIso(memoryAccess(new Uint8Array(40_000))).catch(
      (error: unknown) => error,
    );
    const failure = describeFailure(damaged, 'peek');
    expect(failureParts(german, failure).map(({ text }) => text)).toEqual([
      'iso9660: kein ISO-9660-Abbild: Es beschreibt keinen Datenträger (Stelle 32768)',
      'Das Abbild ist beschädigt oder hat ein unbekanntes Format: erneut herunterladen oder ein anderes wählen.',
      'Abbild untersuchen',
      'damaged-image',
    ]);
    // Log and JSON lines stay as they are.
    expect(failure.message).toContain('not an ISO 9660 image: no volume descriptor (at 32768)');
    const text = 'the initrd cannot be read: cpio: ends within the data of a file (at 512)';
    expect(problemText(german, { code: 'bug', text })).toBe(
      'das Initrd ist nicht lesbar: cpio: unvollständig: die Daten einer Datei (Stelle 512)',
    );
  });

  it('says what its code means, and keeps the words, if nobody has foreseen them', () => {
    const parts = failureParts(german, foreign);
    expect(parts[0]?.text).toBe('Ein Dateisystem konnte nicht eingehängt werden.');
    expect(parts[1]).toEqual({ label: 'Einzelheiten (englisch)', text: foreign.message });
    expect(failureLine(german, foreign)).toContain('Das Abbild erneut herunterladen');
  });

  it('that comes of several has each of them', () => {
    const message =
      'a.example did not answer in time. The proxy p:3128 cannot reach b.example (status 502).';
    expect(problemText(german, { code: 'all-mirrors-failed', text: message })).toBe(
      'a.example hat nicht rechtzeitig geantwortet. Der Proxy p:3128 kann b.example nicht erreichen (Status 502).',
    );
  });

  it('names its cause in German as well', () => {
    const text = 'What a.example sent is not the expected file: The image has no boot entry "x".';
    expect(problemText(german, { code: 'bug', text })).toBe(
      'Was a.example gesendet hat, ist nicht die erwartete Datei: Das Abbild hat keinen Starteintrag „x“.',
    );
    const remedy = 'Choose a smaller image. By hand: memmap=1G!4G on the kernel command line.';
    expect(remedyText(german, { code: 'bug', remedy })).toBe(
      'Ein kleineres Abbild wählen. Von Hand: memmap=1G!4G auf der Kernel-Befehlszeile.',
    );
  });
});

describe('the notes of a boot in German', () => {
  it('are German on the screen, and English in the log', async () => {
    const { state } = play(await atEntries(), keysOf('enter'));
    const { boot } = state;
    if (boot === undefined) throw new Error('nothing boots');
    const run = (
      [
        { type: 'note', stage: 'graft', text: 'grafted: nd_pmem.ko, the network (Wi-Fi Home)' },
        { type: 'peer-dropped', machine: '10.0.0.7:6881', reason: 'its pieces are wrong' },
        { type: 'note', stage: 'exec', text: 'eth0 is down' },
      ] as const
    ).reduce(foldBootEvent, boot);
    expect(run.notes[0]).toBe('grafted: nd_pmem.ko, the network (Wi-Fi Home)');
    expect(runNotes(german, run)).toEqual([
      'ergänzt: nd_pmem.ko, das Netzwerk (WLAN Home)',
      '10.0.0.7:6881 wird nicht mehr gefragt: seine Stücke sind falsch.',
      'eth0 ist abgeschaltet',
    ]);
  });
});
