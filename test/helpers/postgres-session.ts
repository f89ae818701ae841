import { connect } from 'node:net';

/** A session of PostgreSQL from outside of the machine, without a password. */
export interface PostgresSession {
  /** Runs SQL; the first column of each row. Rejects with what the server complains of, or when the connection ends. */
  ask(sql: string): Promise<readonly string[]>;
  close(): void;
}

/** By version 3.0 of its protocol, with simple queries (PostgreSQL's manual, "Message Formats"). */
export async function openPostgresSession(port: number): Promise<PostgresSession> {
  const socket = connect(port, '127.0.0.1');
  let left: Buffer = Buffer.alloc(0);
  let rows: string[] = [];
  let complaint: string | undefined;
  let finish: ((error?: Error) => void) | undefined;
  const end = (error?: Error) => {
    finish?.(error);
    finish = undefined;
  };
  socket.on('data', (chunk) => {
    left = Buffer.concat([left, chunk]);
    for (let size = 0; left.length >= 5; left = left.subarray(size)) {
      // A letter, and a length that counts itself.
      size = 1 + left.readUInt32BE(1);
      if (left.length < size) return;
      const body = left.subarray(5, size);
      switch (String.fromCharCode(left[0] ?? 0)) {
        case 'D':
          rows.push(body.subarray(6, 6 + body.readInt32BE(2)).toString());
          break;
        case 'E':
          complaint = body.toString().replaceAll('\0', ' ');
          break;
        case 'Z':
          end(complaint === undefined ? undefined : new Error(complaint));
      }
    }
  });
  socket.on('error', (error) => end(error));
  socket.on('close', () => end(new Error(complaint ?? 'the connection ended')));
  const send = (message: Buffer) =>
    new Promise<readonly string[]>((resolve, reject) => {
      rows = [];
      complaint = undefined;
      finish = (error) => (error === undefined ? resolve(rows) : reject(error));
      socket.write(message);
    });
  await send(withLength(Buffer.from('\0\x03\0\0user\0postgres\0database\0postgres\0\0')));
  return {
    ask: (sql) => send(Buffer.concat([Buffer.from('Q'), withLength(Buffer.from(`${sql}\0`))])),
    close: () => socket.destroy(),
  };
}

function withLength(body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}
