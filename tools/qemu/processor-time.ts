import { readFileSync } from 'node:fs';

/** USER_HZ, which is the same on all of Linux' architectures that webboot runs on. */
const ticksPerSecond = 100;

/** Milliseconds of processor time that a process and its threads have used; 0 if it has ended. */
export function processorMs(pid: number | undefined): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name, which may have blanks: utime and stime (proc_pid_stat(5)).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return (ticks * 1000) / ticksPerSecond;
  } catch {
    return 0;
  }
}
