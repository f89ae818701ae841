/** Room for the blocks that are on their way to one machine. */
export const roomBytes = 128 * 1024;
/** 4 MiB are kept: more are needed only while more machines than that take something at once. */
const mostKept = 32;

/** Lends room, which is used again and again: what is read for each request would be garbage at once. */
export interface SendRooms {
  take(): Uint8Array;
  giveBack(room: Uint8Array): void;
}

export function createSendRooms(): SendRooms {
  const kept: Uint8Array[] = [];
  return {
    take: () => kept.pop() ?? Buffer.allocUnsafeSlow(roomBytes),
    giveBack(room) {
      if (kept.length < mostKept) kept.push(room);
    },
  };
}
