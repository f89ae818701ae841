import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A braille display of 40 cells at a USB port: QEMU's `usb-braille` is the USB side of a Baum display, and this the
 * display behind it, by Baum's protocol as QEMU's chardev/baum.c has it.
 */
export interface BrailleDisplay {
  /** QEMU's arguments. */
  readonly arguments: readonly string[];
  /** Switches it on, once QEMU runs. */
  connect(): Promise<void>;
  /** Each content that was shown, as letters and digits; what is none of them is a dot. */
  readonly shown: readonly string[];
  close(): Promise<void>;
}

const cells = 40;
const escapeByte = 0x1b;
/** In place of a code: another packet begins before this one is complete. */
const cutOff = 0;
const connectMs = 10_000;

/** Dots 1 to 6 (bit 0 is dot 1). Of the digits 0 to 9 as Nemeth's code has them, which computer braille for English takes. */
const digits = [0x34, 0x02, 0x06, 0x12, 0x32, 0x22, 0x16, 0x36, 0x26, 0x14];
/** Of the letters; a capital has dot 7, too. */
const letters = new Map(
  [
    ...[0x01, 0x03, 0x09, 0x19, 0x11, 0x0b, 0x1b, 0x13, 0x0a, 0x1a, 0x05, 0x07, 0x0d],
    ...[0x1d, 0x15, 0x0f, 0x1f, 0x17, 0x0e, 0x1e, 0x25, 0x27, 0x3a, 0x2d, 0x3d, 0x35],
  ].map((dots, index) => [dots, String.fromCharCode(97 + index)] as const),
);

export async function createBrailleDisplay(): Promise<BrailleDisplay> {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-braille-'));
  const path = join(folder, 'display');
  const shown: string[] = [];
  let socket: Socket | undefined;
  let received: readonly number[] = [];

  const answer = (code: number, text: string) => {
    socket?.write(Buffer.from([escapeByte, code, ...Buffer.from(text, 'latin1')]));
  };
  const take = (bytes: Uint8Array) => {
    received = [...received, ...bytes];
    for (let packet = nextPacket(received); packet !== undefined; packet = nextPacket(received)) {
      received = packet.rest;
      switch (packet.code) {
        case cutOff:
          // As a display does that was sent too few cells: it tells how many it has.
          answer(0x01, String.fromCharCode(cells));
          break;
        case 0x01:
          shown.push(textOf(packet.data));
          break;
        case 0x05:
          answer(0x05, '\x01');
          break;
        case 0x84:
          answer(0x84, `Baum Vario${cells}`.padEnd(16, '\0'));
          break;
        case 0x8a:
          answer(0x8a, '00000000');
          break;
      }
    }
  };

  return {
    arguments: [
      ...['-device', 'qemu-xhci,id=braille'],
      ...['-chardev', `socket,id=display,path=${path},server=on,wait=off`],
      ...['-device', 'usb-braille,bus=braille.0,chardev=display'],
    ],
    shown,
    async connect() {
      socket = await dial(path);
      socket.on('data', take).on('error', () => {});
    },
    async close() {
      socket?.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** How many bytes follow a request's code. */
const lengths: Readonly<Record<number, number>> = { 1: cells, 18: 2, 21: 1 };

/** ESC, a code, and its bytes, among which an ESC is doubled. */
function nextPacket(
  bytes: readonly number[],
):
  | { readonly code: number; readonly data: readonly number[]; readonly rest: readonly number[] }
  | undefined {
  const start = bytes.indexOf(escapeByte);
  const code = bytes[start + 1];
  if (start === -1 || code === undefined) return undefined;
  const data: number[] = [];
  let at = start + 2;
  while (data.length < (lengths[code] ?? 0)) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    if (byte === escapeByte) {
      if (bytes[at + 1] === undefined) return undefined;
      if (bytes[at + 1] !== escapeByte) return { code: cutOff, data: [], rest: bytes.slice(at) };
      at += 1;
    }
    data.push(byte);
    at += 1;
  }
  return { code, data, rest: bytes.slice(at) };
}

function textOf(data: readonly number[]): string {
  return data
    .map((dots) => {
      if ((dots & 0x3f) === 0) return ' ';
      const digit = digits.indexOf(dots & 0x3f);
      if (digit !== -1) return String(digit);
      const letter = letters.get(dots & 0x3f) ?? '.';
      return (dots & 0x40) === 0 ? letter : letter.toUpperCase();
    })
    .join('')
    .trimEnd();
}

/** The socket appears some time after QEMU's start. */
async function dial(path: string): Promise<Socket> {
  const deadline = performance.now() + connectMs;
  for (;;) {
    try {
      return await new Promise((resolve, reject) => {
        const socket = connect(path, () => resolve(socket.off('error', reject)));
        socket.once('error', reject);
      });
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
