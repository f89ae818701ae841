import type { Texts } from './texts.ts';

/** The same texts, each changed once its values are in it. */
export function mapTexts(texts: Texts, change: (text: string) => string): Texts {
  return mapValue(texts, change) as Texts;
}

function mapValue(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value === 'function') return (values: unknown) => change(String(value(values)));
  if (Array.isArray(value)) return value.map((one) => mapValue(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, mapValue(one, change)]),
  );
}
