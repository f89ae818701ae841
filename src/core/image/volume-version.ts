/**
 * The version or date in a volume ID that is as complete as the given one and differs from it;
 * undefined where nothing contradicts. Volume IDs abbreviate freely: "Debian 13" is no contradiction
 * to 13.6.0, and neither is RESCUE1202 to 12.02.
 */
export function otherVersionIn(volumeId: string, version: string): string | undefined {
  if (bare(version) === '' || bare(volumeId).includes(bare(version))) return undefined;
  const numbers = volumeId.match(/\d+(?:\.\d+)*/g) ?? [];
  return numbers.find((number) => isAsComplete(number, version));
}

function isAsComplete(number: string, version: string): boolean {
  if (isDay(number) && isDay(version)) return true;
  const parts = number.split('.').length;
  return parts > 1 && /^[\d.]+$/.test(version) && version.split('.').length === parts;
}

function isDay(text: string): boolean {
  return /^20\d{6}$/.test(bare(text));
}

function bare(text: string): string {
  return text.replace(/[^0-9A-Za-z]/g, '').toLowerCase();
}
