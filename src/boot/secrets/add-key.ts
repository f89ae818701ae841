import type { Architecture } from '../../core/architecture.ts';
import { elfProgram } from '../../formats/elf/segments-program.ts';
import { memoryAccess } from '../../formats/random-access.ts';

/** initramfs/secrets/add-key.*.s, assembled; a test does that again and compares. */
export const addKeyCode = {
  x86_64:
    'SItcJBBMi2QkGLgCAAAATInnvgIAAAAx0g8FSIXAD4igAAAAQYnFMcBEie9IjTWdAAAAugCAAAAPBUiFwA+IgQAAAEmJxrj4AAAASI09eQAAAEiJ3kiNFXQAAABNifJJx8D8////DwVJicdIjT1eAAAAuQAQAAAxwPNIq7gSAAAARInvSI01RQAAAEyJ8kUx0g8FuFcAAABMiecPBU2F/3giuPoAAAC/BQAAAEyJ/roAAAs/DwVIhcB4CTH/uDwAAAAPBb8BAAAA6/J1c2VyAA==',
  aarch64:
    '8wtA+fQPQPkIB4DSYAyAkuEDFKpCAIDSAwCA0gEAANRABfi39QMAqugHgNJhBQAQAgCQ0gEAANSABPi39gMAqigbgNJgBAAQ4QMTqmIEABDjAxaqZACAkgEAANT3AwCqwAMAEAEAgtIfhAD4IQQA8cH//1SICIDS4AMVquECABDiAxaqAwCA0gEAANRoBIDSYAyAkuEDFKoCAIDSAQAA1FcB+LdoG4DSoACA0uEDF6pi4afSAQAA1IAA+LcAAIDSqAuA0gEAANQgAIDS/f//F3VzZXIAAAAA',
} as const satisfies Partial<Record<Architecture, string>>;

/** A key of the type "user" holds one byte less (security/keys/user_defined.c). */
const bufferBytes = 32_768;
/** Any address that is a multiple of 64 KiB, as large as arm64's pages may be, behind one page of headers. */
const address = 0x40_1000;

/**
 * The program `add-key NAME FILE`, which needs nothing of the system that it runs in. Source of the
 * keyring's rules: keyrings(7), user-keyring(7): that of root outlives every process.
 */
export async function addKeyProgram(arch: keyof typeof addKeyCode): Promise<Uint8Array> {
  const code = Buffer.from(addKeyCode[arch], 'base64');
  const content = memoryAccess(Buffer.concat([code, Buffer.alloc(bufferBytes)]));
  const program = elfProgram([{ address, content }], address, arch);
  const parts: Uint8Array[] = [];
  for await (const part of program) parts.push(part);
  return Buffer.concat(parts);
}
