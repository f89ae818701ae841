/** Fields of `/proc/PID/status` (proc_pid_status(5)). */
export interface ProcessStatus {
  readonly parent: number;
  readonly tracer: number;
  readonly residentBytes: number;
}

/** What is absent counts as 0: kernel threads have no memory. */
export function parseProcessStatus(text: string): ProcessStatus {
  const fields = new Map(
    text.split('\n').map((line) => {
      const [name = '', value = ''] = line.split(':\t');
      return [name, Number.parseInt(value, 10) || 0];
    }),
  );
  return {
    parent: fields.get('PPid') ?? 0,
    tracer: fields.get('TracerPid') ?? 0,
    residentBytes: (fields.get('VmRSS') ?? 0) * 1024,
  };
}
