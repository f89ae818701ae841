/** Debian 13, whose 6.12 is a long-term kernel. */
export const suite = 'trixie';
