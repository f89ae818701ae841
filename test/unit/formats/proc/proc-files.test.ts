import { describe, expect, it } from 'vitest';
import { rseqBytesOf } from '../../../../src/formats/proc/auxiliary-vector.ts';
import { parseIpSockets } from '../../../../src/formats/proc/ip-sockets.ts';
import { parseMappings } from '../../../../src/formats/proc/mappings.ts';
import { parseProcessStatus } from '../../../../src/formats/proc/process-status.ts';
import { parseUnixSockets } from '../../../../src/formats/proc/unix-sockets.ts';
import { parseUnitProperties } from '../../../../src/formats/systemd/unit-properties.ts';

describe('/proc/PID/status', () => {
  it('has parent, tracer and memory', () => {
    const text = 'Name:\tnginx\nPPid:\t438\nTracerPid:\t0\nVmRSS:\t    5624 kB\n';
    expect(parseProcessStatus(text)).toEqual({
      parent: 438,
      tracer: 0,
      residentBytes: 5624 * 1024,
    });
  });

  it('of a kernel thread has no memory', () => {
    expect(parseProcessStatus('Name:\tkthreadd\nPPid:\t0\n').residentBytes).toBe(0);
  });
});

describe('/proc/PID/smaps', () => {
  const mapping = (name: string, flags = 'rd wr mr mw me ac') =>
    `7f12a000-7f12b000 rw-s 00000000 00:01 32768                     ${name}\nRss: 4 kB\nVmFlags: ${flags}\n`;

  it('shows System V memory, devices and mappings that may be dropped', () => {
    expect(parseMappings(mapping('/SYSV00000000 (deleted)')).sysvMemory).toBe(true);
    expect(parseMappings(mapping('/dev/dri/card0')).devices).toEqual(['/dev/dri/card0']);
    expect(parseMappings(mapping('', 'rd wr mr dp')).droppable).toBe(true);
  });

  it('takes no memory for a device', () => {
    const text = mapping('/dev/zero (deleted)') + mapping('/dev/shm/PostgreSQL.1');
    expect(parseMappings(text)).toEqual({ sysvMemory: false, droppable: false, devices: [] });
  });
});

describe('/proc/PID/auxv', () => {
  const vector = (...pairs: readonly (readonly [bigint, bigint])[]) =>
    new Uint8Array(BigUint64Array.from(pairs.flat()).buffer);

  it('says how large the rseq area is', () => {
    expect(rseqBytesOf(vector([6n, 4096n], [27n, 33n], [0n, 0n]))).toBe(33);
  });

  it('says nothing on an old kernel, or if it is cut off', () => {
    expect(rseqBytesOf(vector([6n, 4096n], [0n, 0n]))).toBe(0);
    expect(rseqBytesOf(vector([27n, 33n]).subarray(0, 15))).toBe(0);
  });
});

describe('ss -xaHn', () => {
  it('lists Unix sockets with both ends', () => {
    const text = [
      'u_str ESTAB  0      0           /run/systemd/journal/stdout 15422 * 13556',
      'u_str ESTAB  0      0                                     * 13556 * 15422',
      'u_str LISTEN 0      4096      /run/a path with blanks/s.sock 14988 * 0    ',
      'u_dgr UNCONN 0      0             @abstract 11952 * 0',
    ].join('\n');
    expect(parseUnixSockets(text)).toEqual([
      { type: 'stream', inode: 15422, path: '/run/systemd/journal/stdout', peer: 13556 },
      { type: 'stream', inode: 13556, path: '', peer: 15422 },
      { type: 'stream', inode: 14988, path: '/run/a path with blanks/s.sock', peer: 0 },
      { type: 'datagram', inode: 11952, path: '@abstract', peer: 0 },
    ]);
  });

  it('leaves out what is something else', () => {
    expect(parseUnixSockets('Netid State\nu_xyz ESTAB 0 0 a 1 b 2\nu_str\n')).toEqual([]);
  });
});

it('/proc/net/tcp has ports and inodes', () => {
  const text = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 00000000:1B58 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 13783 1 0000 100 0 0 10 0',
    '   1: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 555',
    'nonsense',
  ].join('\n');
  expect(parseIpSockets(text)).toEqual([
    { port: 7000, inode: 13783 },
    { port: 80, inode: 555 },
  ]);
});

it('systemctl show has a block for each unit, and values with equals signs', () => {
  const units = parseUnitProperties('Id=a.service\nExecStart=A=1 b\n\nId=b.service\nMainPID=0\n');
  expect(units.map((unit) => Object.fromEntries(unit))).toEqual([
    { Id: 'a.service', ExecStart: 'A=1 b' },
    { Id: 'b.service', MainPID: '0' },
  ]);
});
