/** The way of an image through webboot, in order. */
export const stages = [
  'select',
  'peek',
  'reserve',
  'acquire',
  'verify',
  'extract',
  'graft',
  'load',
  'exec',
] as const;

export type Stage = (typeof stages)[number];
