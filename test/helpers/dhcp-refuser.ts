import { createSocket, type RemoteInfo } from 'node:dgram';
import { freeUdpPort } from './free-port.ts';
import { checksum } from './internet-checksum.ts';

/** Ethernet, IPv4 and UDP headers before a DHCP message. */
const headers = 14 + 20 + 8;
const magicCookie = 236;
const offer = 2;
const nak = 6;
const serverAddress = [10, 0, 2, 2];

export interface DhcpRefuser {
  /** For QEMU: a card whose frames come here. */
  readonly netdev: string;
  /** DHCPNAKs sent so far. */
  readonly refusals: number;
  close(): void;
}

/**
 * A DHCP server at the other end of QEMU's dgram network, which offers an address and then
 * refuses to lease it (RFC 2131, section 3.1: DHCPNAK).
 */
export async function startDhcpRefuser(id: string): Promise<DhcpRefuser> {
  const socket = createSocket('udp4');
  let refusals = 0;
  socket.on('message', (frame: Buffer, from: RemoteInfo) => {
    const type = requestType(frame);
    if (type === undefined) return;
    if (type === 3) refusals += 1;
    socket.send(reply(frame, type === 1 ? offer : nak), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  const local = await freeUdpPort();
  const ends = [`local.type=inet,local.host=127.0.0.1,local.port=${local}`];
  return {
    netdev: `dgram,id=${id},${ends[0]},remote.type=inet,remote.host=127.0.0.1,remote.port=${port}`,
    get refusals() {
      return refusals;
    },
    close: () => socket.close(),
  };
}

/** 1 for DHCPDISCOVER, 3 for DHCPREQUEST; undefined for every other frame. */
function requestType(frame: Buffer): number | undefined {
  const isDhcp =
    frame.length > headers + magicCookie + 4 &&
    frame.readUInt16BE(12) === 0x0800 &&
    frame[23] === 17 &&
    frame.readUInt16BE(36) === 67;
  if (!isDhcp) return undefined;
  const type = frame[headers + magicCookie + 6];
  return type === 1 || type === 3 ? type : undefined;
}

function reply(request: Buffer, type: number): Buffer {
  const message = Buffer.alloc(300);
  request.copy(message, 0, headers, headers + magicCookie);
  message[0] = 2;
  if (type === offer) message.set([10, 0, 2, 15], 16);
  message.set([0x63, 0x82, 0x53, 0x63, 53, 1, type, 54, 4, ...serverAddress], magicCookie);
  message.set([51, 4, 0, 0, 14, 16, 1, 4, 255, 255, 255, 0, 255], magicCookie + 13);
  const udp = Buffer.alloc(8);
  udp.writeUInt16BE(67, 0);
  udp.writeUInt16BE(68, 2);
  udp.writeUInt16BE(8 + message.length, 4);
  const ip = Buffer.alloc(20);
  ip.set([0x45, 0]);
  ip.writeUInt16BE(20 + 8 + message.length, 2);
  ip.set([64, 17], 8);
  ip.set([...serverAddress, 255, 255, 255, 255], 12);
  ip.writeUInt16BE(checksum(ip), 10);
  const ethernet = Buffer.concat([
    request.subarray(6, 12),
    Buffer.from([0x52, 0x55, 10, 0, 2, 2, 0x08, 0x00]),
  ]);
  return Buffer.concat([ethernet, ip, udp, message]);
}
