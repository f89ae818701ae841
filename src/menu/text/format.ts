import type { Texts } from '../../core/languages/texts.ts';

type Numbers = Pick<Texts, 'decimal'>;

/** Decimal units, as the distros' download pages and the drives' labels have them. */
export function formatBytes(numbers: Numbers, bytes: number): string {
  if (bytes >= 1e9) return `${fixed(numbers, bytes / 1e9, bytes >= 1e10 ? 0 : 1)} GB`;
  if (bytes >= 1e6) return `${Math.round(bytes / 1e6)} MB`;
  return `${Math.max(bytes === 0 ? 0 : 1, Math.round(bytes / 1e3))} kB`;
}

export function formatRate(numbers: Numbers, bytesPerSecond: number): string {
  if (bytesPerSecond >= 1e6) return `${fixed(numbers, bytesPerSecond / 1e6, 1)} MB/s`;
  return `${Math.round(bytesPerSecond / 1e3)} kB/s`;
}

/** "45 s", "3 min 20 s", "1 h 5 min". */
export function formatDuration({ figures }: Pick<Texts, 'figures'>, seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return figures.seconds({ seconds: whole });
  const minutes = Math.floor(whole / 60);
  if (whole < 3600) return figures.minutes({ minutes, seconds: whole % 60 });
  return figures.hours({ hours: Math.floor(whole / 3600), minutes: minutes % 60 });
}

function fixed({ decimal }: Numbers, value: number, digits: number): string {
  return value.toFixed(digits).replace('.', decimal);
}

/** Hexadecimal in groups of four, as gpg and the distros' pages print it; others as they are. */
export function formatFingerprint(fingerprint: string): string {
  if (!/^[0-9A-F]{16,64}$/i.test(fingerprint)) return fingerprint;
  return (
    fingerprint
      .toUpperCase()
      .match(/.{1,4}/g)
      ?.join(' ') ?? fingerprint
  );
}

export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(11, 19);
}
