/**
 * The series (`26.05`) of releases that come in given months, as of a day: the newest first, and no
 * more than `count` of them.
 */
export function calendarSeries(
  months: readonly string[],
  now: Date,
  count: number,
): readonly string[] {
  const series: string[] = [];
  const newestFirst = [...months].sort().reverse();
  // The release of this month, or of the next, may be out early.
  const limit = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  const latest = limit.toISOString().slice(2, 7).replace('-', '.');
  for (let year = limit.getUTCFullYear(); series.length < count; year -= 1) {
    for (const month of newestFirst) {
      const one = `${String(year % 100).padStart(2, '0')}.${month}`;
      if (year < limit.getUTCFullYear() || one <= latest) series.push(one);
    }
  }
  return series.slice(0, count);
}
