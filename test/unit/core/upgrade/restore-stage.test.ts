import { describe, expect, it } from 'vitest';
import {
  clearedPaths,
  parseMounts,
  restoreStage,
} from '../../../../src/core/upgrade/restore-stage.ts';

const mounts = parseMounts(`21 28 0:20 / /sys rw,nosuid - sysfs sysfs rw
22 28 0:21 / /proc rw - proc proc rw
23 28 0:5 / /dev rw - devtmpfs udev rw
28 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 23 0:24 / /dev/shm rw shared:5 - tmpfs tmpfs rw
31 28 0:25 / /run rw shared:6 - tmpfs tmpfs rw
40 28 0:31 / /tmp rw shared:9 - tmpfs tmpfs rw
41 28 254:16 / /srv/my\\040data rw shared:10 - ext4 /dev/vdb rw
`);
const facts = { paths: ['/usr/sbin/nginx'], mounts, runtimeFiles: ['/run/nginx.pid'], cleared: [] };

describe('when units are restored', () => {
  it('is first of all if they have files only on what process 1 mounts itself', () => {
    const paths = [
      '/usr/sbin/nginx',
      '/dev/null',
      '/proc/1/stat',
      '/dev/shm/PostgreSQL.1',
      '/tmpfs',
    ];
    expect(restoreStage({ ...facts, paths })).toEqual({ stage: 'first' });
  });

  it.each(['/srv/my data/file', '/srv/my data', '/tmp/file'])('is later for %s', (path) => {
    expect(restoreStage({ ...facts, paths: [path] })).toEqual({ stage: 'mounted', because: path });
  });

  it('is later if the boot would clear their files away', () => {
    expect(restoreStage({ ...facts, cleared: ['/run/nginx.pid'] })).toEqual({
      stage: 'mounted',
      because: '/run/nginx.pid',
    });
    expect(restoreStage({ ...facts, cleared: ['/run'] })).toEqual({
      stage: 'mounted',
      because: '/run/nginx.pid',
    });
    expect(restoreStage({ ...facts, cleared: ['/run/ng*'] })).toEqual({
      stage: 'mounted',
      because: '/run/nginx.pid',
    });
    expect(restoreStage({ ...facts, cleared: ['/run/nginx'] })).toEqual({ stage: 'first' });
  });
});

it('knows what systemd-tmpfiles clears in each boot', () => {
  const config = [
    '# /usr/lib/tmpfiles.d/x11.conf',
    'D! /tmp/.X11-unix 1777 root root 10d',
    'r! /tmp/.X[0-9]*-lock',
    'd /run/postgresql 2775 postgres postgres - -',
    'R /run/app/ - - - -',
    'D $weird',
  ].join('\n');
  expect(clearedPaths(config)).toEqual(['/tmp/.X11-unix', '/tmp/.X*', '/run/app']);
});
