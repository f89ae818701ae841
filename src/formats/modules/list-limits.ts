/** Kernels have up to some 10,000 modules; one may need dozens of others, each by its path. */
export const moduleListLimits = {
  format: 'modules',
  mostLines: 100_000,
  longest: 64 << 10,
} as const;
