/** Machine architectures as the kernel's own `uname -m` names them. */
export type Architecture = 'x86_64' | 'aarch64' | 'i386';
