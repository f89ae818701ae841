/** Times in milliseconds since 1970; digests of package-lock.json. */
export function dependenciesFresh(facts: {
  readonly digest: string;
  readonly installedDigest: string | undefined;
  readonly lockTime: number;
  readonly installedTime: number | undefined;
}): boolean;
