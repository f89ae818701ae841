/** The flattened format's own numbers (Devicetree Specification 0.4, chapter 5). */
export const magic = 0xd00dfeed;
/** What is written, and the newest that it stays readable for. */
export const version = 17;
export const compatibleVersion = 16;
export const headerBytes = 40;
/** Of a pair in the memory reservation block. */
export const reservationBytes = 16;

export const token = { beginNode: 1, endNode: 2, property: 3, nop: 4, end: 9 } as const;
