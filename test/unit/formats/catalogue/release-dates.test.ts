import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dayInVersion,
  parseReleaseDates,
} from '../../../../src/formats/catalogue/release-dates.ts';

test.each([
  ['20250202', '2025-02-02'],
  ['2026.08.15', '2026-08-15'],
  ['20260816T170110Z', '2026-08-16'],
  ['260809', '2026-08-09'],
  ['20260707-0147', '2026-07-07'],
  ['26.04.1', undefined],
  ['13.7.0', undefined],
  ['20261399', undefined],
  ['2026.02.30', undefined],
])('the version %s states the day %s', (version, day) => {
  expect(dayInVersion(version)).toBe(day);
});

test.each([
  ['nginx', '<a href="x-1.iso">x-1.iso</a>    15-Aug-2026 09:12   123\r\n'],
  ['Apache', '<td><a href="x-1.iso">x-1.iso</a></td><td align="right">2026-08-15 09:12 </td>'],
  ['lighttpd', '<td class="n"><a href="x-1.iso">x</a></td><td class="m">2026-Aug-15 09:12:00</td>'],
])('an index page of %s dates its files', (_, page) => {
  expect(parseReleaseDates('directory', page).get('x-1.iso')).toBe('2026-08-15');
});

test('a file has no date of the one after it', () => {
  const page = '<a href="x-1.iso">x</a> <a href="x-2.iso">x</a> 2026-08-15';
  expect([...parseReleaseDates('directory', page)]).toEqual([['x-2.iso', '2026-08-15']]);
});

test('the feed of SourceForge and the list of Arch date their files', () => {
  const feed =
    '<item><title><![CDATA[/Final/Xfce/MX-25.2_Xfce_x64.iso]]></title><pubDate>Mon, 20 Jul 2026 10:00:00 UT</pubDate></item>';
  expect(parseReleaseDates('sourceforge-rss', feed).get('MX-25.2_Xfce_x64.iso')).toBe('2026-07-20');
  const list = JSON.stringify({
    releases: [{ iso_url: '/iso/a-1.iso', release_date: '2026-11-01' }],
  });
  expect(parseReleaseDates('arch-releases', list).get('a-1.iso')).toBe('2026-11-01');
});

test('whatever a page says, a date is a day of the calendar', () => {
  fc.assert(
    fc.property(fc.string(), fc.stringMatching(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/), (text, date) => {
      const page = `<a href="x.iso">${text}</a> ${date}`;
      for (const day of parseReleaseDates('directory', page).values()) {
        expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
      }
    }),
  );
});
