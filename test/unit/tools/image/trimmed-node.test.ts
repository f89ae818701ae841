import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { nodeRuntime } from '../../../../tools/image/node-runtime.ts';
import { blankTypeStripper } from '../../../../tools/image/type-stripper.ts';
import { clearUnwindTables } from '../../../../tools/image/unwind-tables.ts';

const run = promisify(execFile);

describe('what Node strips types with', () => {
  const base64 = 'QUJD'.repeat(300_000);

  it('is blanked, and nothing next to it', () => {
    const program = Buffer.from(`before from("${base64}") from("QUJD") after`);
    expect(blankTypeStripper(program)).toBe(base64.length);
    const blank = 'A'.repeat(base64.length);
    expect(program.toString()).toBe(`before from("${blank}") from("QUJD") after`);
  });

  it.each([
    ['none', 'from("QUJD")'],
    ['more than one', `from("${base64}") from("${base64}")`],
  ])('is refused if there is %s', (_, text) => {
    expect(() => blankTypeStripper(Buffer.from(text))).toThrow(FormatError);
  });
});

/** An ELF file of sections with eight bytes each. */
function elf(names: readonly string[]): Buffer {
  const text = Buffer.from(['', ...names, '.shstrtab', ''].join('\0'));
  const contents = [Buffer.alloc(0), ...names.map(() => Buffer.alloc(8, 'x')), text];
  const header = Buffer.alloc(64);
  const table = Buffer.alloc(contents.length * 64);
  let offset = header.length;
  for (const [index, content] of contents.entries()) {
    const name = index === 0 ? 0 : text.indexOf(`\0${[...names, '.shstrtab'][index - 1]}\0`) + 1;
    table.writeUInt32LE(name, index * 64);
    table.writeBigUInt64LE(BigInt(offset), index * 64 + 24);
    table.writeBigUInt64LE(BigInt(content.length), index * 64 + 32);
    offset += content.length;
  }
  header.writeBigUInt64LE(BigInt(offset), 40);
  header.writeUInt16LE(64, 58);
  header.writeUInt16LE(contents.length, 60);
  header.writeUInt16LE(contents.length - 1, 62);
  return Buffer.concat([header, ...contents, table]);
}

describe("the unwind tables of Node's program", () => {
  it('become zeros, and nothing else does', () => {
    const program = elf(['.text', '.eh_frame_hdr', '.eh_frame', '.data']);
    const whole = Buffer.from(program);
    expect(clearUnwindTables(program)).toBe(16);
    expect(program.subarray(64, 96).toString()).toBe(
      `${'x'.repeat(8)}${'\0'.repeat(16)}${'x'.repeat(8)}`,
    );
    program.fill('x', 72, 88);
    expect(program.equals(whole)).toBe(true);
  });

  it.each([
    ['it has none', elf(['.text', '.data'])],
    ['its table of sections is cut off', elf(['.eh_frame']).subarray(0, 200)],
    ['its header is cut off', elf(['.eh_frame']).subarray(0, 40)],
  ])('are refused if %s', (_, program) => {
    expect(() => clearUnwindTables(program)).toThrow(FormatError);
  });
});

it('Node without them reports errors of every kind as before', async () => {
  const { file } = await nodeRuntime(process.arch === 'arm64' ? 'aarch64' : 'x86_64');
  const script = `
    const { Worker } = require('node:worker_threads');
    const caught = [];
    const attempt = (act) => { try { act(); } catch (error) { caught.push(error.code ?? error.name); } };
    attempt(() => JSON.parse('{'));
    attempt(() => require('node:zlib').inflateSync(Buffer.from('garbage')));
    attempt(() => (function deeper() { deeper(); })());
    attempt(() => new WebAssembly.Module(new Uint8Array([1, 2, 3])));
    attempt(() => new Uint8Array(1e12));
    const worker = new Worker('throw new Error("in a thread")', { eval: true });
    worker.on('error', ({ message }) => {
      caught.push(message);
      const endless = new Worker('for (;;);', { eval: true });
      endless.on('online', () => endless.terminate().then((status) => {
        caught.push(status);
        console.log(JSON.stringify(caught));
      }));
    });
  `;
  const { stdout } = await run(file, ['-e', script]);
  expect(JSON.parse(stdout)).toEqual([
    'SyntaxError',
    'Z_DATA_ERROR',
    'RangeError',
    'CompileError',
    'RangeError',
    'in a thread',
    1,
  ]);
});
