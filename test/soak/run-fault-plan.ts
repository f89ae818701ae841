import { createHash, randomBytes } from 'node:crypto';
import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCodes } from '../../src/core/error-codes.ts';
import { WebbootError } from '../../src/errors.ts';
import { download } from '../../src/net/download.ts';
import { createHttpClient } from '../../src/net/http-client.ts';
import { createTestCertificates, type TestCertificates } from '../helpers/certificates.ts';
import { type FaultServer, startFaultServer } from '../helpers/fault-server.ts';
import { startKindServer } from '../helpers/server-kinds.ts';
import type { FaultPlan, MirrorPlan } from './fault-plan.ts';

/** `exact`, `digest-wrong` (told by the caller's comparison), or the error's code. */
export type FaultOutcome =
  | { readonly kind: 'named'; readonly code: string }
  | { readonly kind: 'violation'; readonly text: string };

const limits = {
  // A machine with other work answers late, too.
  connectMs: 3_000,
  headersMs: 3_000,
  idleMs: 400,
  smallMs: 3_000,
  busyFirstMs: 20,
  busyMs: 5_000,
  backoffMs: 5,
  backoffMaxMs: 50,
  outageMs: 6_000,
  slowAfterMs: 400,
  mirrorFailures: 20,
};
const longestMs = 100_000;

interface Mirror {
  readonly url: string;
  readonly server?: Pick<FaultServer, 'close'>;
}

/** Downloads by a plan into `folder` and holds the result against the bytes that were served. */
export async function runFaultPlan(plan: FaultPlan, folder: string): Promise<FaultOutcome> {
  const bytes = new Uint8Array(randomBytes(plan.bytes));
  const certificates = await certificatesOf(folder);
  const mirrors = await Promise.all(
    plan.mirrors.map((mirror) => startMirror(mirror, bytes, certificates)),
  );
  const sink = join(folder, `${plan.seed}.part`);
  try {
    const outcome = await judge(plan, sink, bytes, mirrors);
    const mustCome = plan.judged && plan.mirrors.some(isGood);
    return mustCome && outcome.kind === 'named' && outcome.code !== 'exact'
      ? { kind: 'violation', text: `${outcome.code}, though a mirror has the file` }
      : outcome;
  } finally {
    await Promise.all(mirrors.map(({ server }) => server?.close()));
    await rm(sink, { force: true });
  }
}

function isGood(mirror: MirrorPlan): boolean {
  return mirror.kind === 'field' || (mirror.kind === 'server' && mirror.text === 'sound');
}

async function judge(
  plan: FaultPlan,
  sink: string,
  bytes: Uint8Array,
  mirrors: readonly Mirror[],
): Promise<FaultOutcome> {
  const right = createHash('sha256').update(bytes).digest('hex');
  try {
    const result = await download(
      () => createHttpClient({ limits }),
      { limits },
      {
        urls: mirrors.map(({ url }) => url),
        sink,
        digest: { algorithm: 'sha256', suffix: new Uint8Array() },
        signal: AbortSignal.timeout(longestMs),
        ...(plan.judged && { confirm: (digest) => confirm(digest, right) }),
        ...(plan.announced && { expectedBytes: plan.bytes }),
      },
    );
    const digest = Buffer.from(result.digest ?? []).toString('hex');
    const held = await readFile(sink);
    if (createHash('sha256').update(held).digest('hex') !== digest) {
      return { kind: 'violation', text: 'the digest is not that of the file' };
    }
    if (held.length !== result.bytes) {
      return { kind: 'violation', text: `${result.bytes} bytes told, ${held.length} there` };
    }
    return { kind: 'named', code: digest === right ? 'exact' : 'digest-wrong' };
  } catch (error) {
    return judgeError(error, sink);
  }
}

async function confirm(digest: Uint8Array, right: string): Promise<void> {
  if (Buffer.from(digest).toString('hex') === right) return;
  throw new WebbootError('digest-wrong', 'Other bytes came.');
}

async function judgeError(error: unknown, sink: string): Promise<FaultOutcome> {
  if (!(error instanceof WebbootError) || !(error.code in errorCodes)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'violation', text };
  }
  if (error.code === 'cancelled') {
    return { kind: 'violation', text: `no end within ${longestMs} ms` };
  }
  const left = await access(sink).then(
    () => true,
    () => false,
  );
  return left
    ? { kind: 'violation', text: `a half file is left after ${error.code}` }
    : { kind: 'named', code: error.code };
}

async function startMirror(
  plan: MirrorPlan,
  bytes: Uint8Array,
  tls: TestCertificates,
): Promise<Mirror> {
  switch (plan.kind) {
    case 'unknown-host':
      return { url: 'http://mirror.invalid/image.iso' };
    case 'closed-port': {
      const server = await startFaultServer({ bytes });
      await server.close();
      return { url: server.url };
    }
    case 'field': {
      const server = await startKindServer(plan.server, bytes);
      return { url: server.url, server };
    }
    case 'unknown-ca': {
      const server = await startFaultServer({ bytes, tls });
      return { url: server.url, server };
    }
    case 'server': {
      const server = await startFaultServer({ bytes, etag: '"one"', fault: plan.fault });
      return { url: server.url, server };
    }
  }
}

const made = new Map<string, Promise<TestCertificates>>();

function certificatesOf(folder: string): Promise<TestCertificates> {
  const known = made.get(folder) ?? createTestCertificates(folder);
  made.set(folder, known);
  return known;
}
