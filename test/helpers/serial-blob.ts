/**
 * x86-64 code that writes a text to the first serial line and halts, wherever it lies: it needs
 * neither a stack nor memory besides its own.
 */
export function serialBlob(text: string): Uint8Array {
  const code = [
    ...[0xfc], // cld
    ...[0x48, 0x8d, 0x35, 0x1c, 0, 0, 0], // lea rsi, [rip + text]
    ...[0xac, 0x84, 0xc0, 0x74, 0x14], // next: lodsb; test al, al; jz halt
    ...[0x88, 0xc3], // mov bl, al
    ...[0x66, 0xba, 0xfd, 0x03, 0xec, 0xa8, 0x20, 0x74, 0xf7], // wait until the line takes a byte
    ...[0x88, 0xd8, 0x66, 0xba, 0xf8, 0x03, 0xee, 0xeb, 0xe7], // out 0x3f8, bl; jmp next
    ...[0xf4, 0xeb, 0xfd], // halt: hlt; jmp halt
  ];
  return Buffer.concat([Buffer.from(code), Buffer.from(`${text}\0`)]);
}
