import { WebbootError } from '../../src/errors.ts';

/** webboot is a program for Node, which is made for 64-bit machines only. */
export function unsupportedArchitecture(arch: string): WebbootError {
  return new WebbootError('host-unsupported', `There is no Node for ${arch}.`, {
    subject: arch,
    remedy: 'Choose --arch x86_64 or --arch aarch64.',
  });
}
