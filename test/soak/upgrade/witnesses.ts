import { setTimeout as after } from 'node:timers/promises';
import { openPostgresSession } from '../../helpers/postgres-session.ts';
import type { UpgradeMachineRun } from '../../helpers/upgrade-machine.ts';
import { all } from './in-guest.ts';

/** What would notice if a service had not gone on as if nothing had been. */
export interface Witnesses {
  /** Asks PostgreSQL in a session that has been open since before; call it while all stands still. */
  askNow(): void;
  /** What was lost, in words; nothing if all went on. */
  lost(): Promise<readonly string[]>;
  close(): void;
}

const bornCommand =
  'exec 3<>/dev/tcp/127.0.0.1/8000; printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; echo "born $(tail -n1 <&3)"; exec 3<&-';
const pidsCommand = `for unit in ${all.join(' ')}; do echo "pid $unit $(systemctl show -P MainPID $unit)"; done`;
const nginxCommand =
  'exec 3<>/dev/tcp/127.0.0.1/80; printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; echo "nginx $(head -n1 <&3)"; exec 3<&-';
const holesCommand = `awk 'NR > 1 && $1 != p + 1 {print "hole"} {p = $1}' /var/lib/pipe.log`;

export async function callWitnesses(machine: UpgradeMachineRun): Promise<Witnesses> {
  const outputOf = async (command: string, line: RegExp) =>
    (await machine.run(command)).output.match(line) ?? [];
  const born = () => outputOf(bornCommand, /^born \d+$/gm);
  const pids = () => outputOf(pidsCommand, /^pid \S+ [1-9]\d*$/gm);
  // Its data is nowhere but in its memory.
  await machine.run('redis-cli config set save ""; redis-cli set key value');
  await listenToAll(machine);
  const session = await openPostgresSession(machine.ports.postgres);
  await session.ask('create table t as select generate_series(1, 1000) n');
  await session.ask('begin');
  await session.ask('create temporary table open as select generate_series(1, 7) n');
  const client = await machine.connect();
  const [bornBefore, pidsBefore] = [await born(), await pids()];
  let answer: Promise<string> | undefined;
  return {
    askNow() {
      const asked = session.ask('select count(*) from open');
      answer = asked.then(
        ([count]) => count ?? 'nothing',
        (error: Error) => error.message,
      );
    },
    async lost() {
      const [counted, held] = [client.received, client.acknowledged];
      const count = await Promise.race([answer, after(answerMs, 'no answer', { ref: false })]);
      const ended = await session.ask('commit; select count(*) from t').catch((error) => [error]);
      const redis = await outputOf('redis-cli get key', /^"?value"?$/m);
      const checks: Readonly<Record<string, boolean>> = {
        'Node.js started anew': `${await born()}` === `${bornBefore}` && bornBefore.length === 1,
        'a PID changed': `${await pids()}` === `${pidsBefore}` && pidsBefore.length === all.length,
        'nginx does not answer': (await outputOf(nginxCommand, /^nginx HTTP.* 200 OK/m)).length > 0,
        'the data of Redis': redis.length > 0,
        'the pipe has a hole': (await outputOf(holesCommand, /^hole$/m)).length === 0,
        [`the open transaction: ${count}`]: count === '7',
        [`the rows: ${ended.at(-1)}`]: ended.at(-1) === '1000',
        [`the connection: ${client.ended} ${client.lost}`]:
          client.ended === undefined && client.lost.length === 0,
        'the connection is silent': client.received > counted && client.acknowledged > held,
      };
      return Object.keys(checks).filter((what) => checks[what] === false);
    },
    close() {
      client.close();
      session.close();
    },
  };
}

const answerMs = 120_000;

/** PostgreSQL, for a client outside of the machine. */
async function listenToAll({ run }: UpgradeMachineRun): Promise<void> {
  await run(
    `su postgres -c "psql -qc \\"alter system set listen_addresses = '*'\\""; echo 'host all all 10.0.2.2/32 trust' >>/etc/postgresql/17/main/pg_hba.conf; systemctl restart postgresql@17-main`,
  );
}
