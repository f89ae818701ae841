/** Replaced by the bundler; run from its sources, webboot is a development version of today. */
declare const WEBBOOT_VERSION: string | undefined;
declare const WEBBOOT_BUILT_AT: string | undefined;

export const version = typeof WEBBOOT_VERSION === 'string' ? WEBBOOT_VERSION : 'development';

/** The clock is never earlier than this. */
export const builtAt = new Date(typeof WEBBOOT_BUILT_AT === 'string' ? WEBBOOT_BUILT_AT : 0);
