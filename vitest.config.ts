import { defineConfig } from 'vitest/config';

/** A second try for what waits for real time, on machines that others keep busy; the report names it. */
const again = { retry: process.env.CI === undefined ? 0 : 1 };

const project = (name: string, testTimeout: number, options = {}) => ({
  test: {
    ...options,
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout,
    hookTimeout: testTimeout,
  },
});

const boots = (name: string) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: 900_000,
    hookTimeout: 1_800_000,
    fileParallelism: false,
    // QEMU 7.2's emulation of several processors dies now and then in kernels that patch their own
    // code (an int3 oops before anything of ours runs); the report names retries.
    retry: 1,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', 60_000, again),
      project('property', 120_000),
      project('tui', 120_000, again),
      project('browser', 120_000, again),
      // Whole boots under software emulation: one at a time, each with its own limit.
      boots('qemu'),
      boots('arm64'),
    ],
  },
});
