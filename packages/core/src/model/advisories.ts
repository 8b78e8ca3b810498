import { compareVersions, parseVersion, type Version } from '../facts/version.ts';

/** What must be used for a flaw to matter; `exposures.ts` finds it in a configuration. */
export type Exposure =
  | 'mp4'
  | 'quic'
  | 'resolver'
  | 'client certificates'
  | 'ssl_ocsp'
  | 'stream ssl_ocsp'
  | 'binary backend'
  | 'charset from utf-8'
  | 'large headers over http2'
  | 'body over http2'
  | 'unbuffered ssi'
  | 'dav alias'
  | 'mail hashes'
  | 'smtp names'
  | 'smtp without login'
  | 'tls backend';

/** A security advisory of nginx: https://nginx.org/en/security_advisories.html */
export interface Advisory {
  /** `2024-7347` */
  readonly cve: string;
  readonly exposure: Exposure;
  /** The first and the last version of each range that has the flaw. */
  readonly vulnerable: readonly (readonly [first: string, last: string])[];
  /** The first versions without it, the newest branch first. */
  readonly fixed: readonly string[];
}

const SINCE_2018 = '1.18.0';

/** Those of the versions that are checked; flaws that depend on how captures are used have rules of their own. */
export const ADVISORIES: readonly Advisory[] = [
  flaw('2026-56434', 'unbuffered ssi', '1.31.2', ['1.31.3', '1.30.4']),
  flaw('2026-42530', 'quic', '1.31.1', ['1.31.2'], '1.31.0'),
  flaw('2026-42055', 'large headers over http2', '1.31.1', ['1.31.2', '1.30.3']),
  flaw('2026-48142', 'charset from utf-8', '1.31.1', ['1.31.2', '1.30.3']),
  flaw('2026-42926', 'body over http2', '1.30.0', ['1.31.0', '1.30.1'], '1.29.4'),
  flaw('2026-42946', 'binary backend', '1.30.0', ['1.31.0', '1.30.1']),
  flaw('2026-42934', 'charset from utf-8', '1.30.0', ['1.31.0', '1.30.1']),
  flaw('2026-40460', 'quic', '1.30.0', ['1.31.0', '1.30.1'], '1.25.0'),
  flaw('2026-40701', 'ssl_ocsp', '1.30.0', ['1.31.0', '1.30.1'], '1.19.0'),
  flaw('2026-27654', 'dav alias', '1.29.6', ['1.29.7', '1.28.3']),
  flaw('2026-27784', 'mp4', '1.29.6', ['1.29.7', '1.28.3']),
  flaw('2026-32647', 'mp4', '1.29.6', ['1.29.7', '1.28.3']),
  flaw('2026-27651', 'mail hashes', '1.29.6', ['1.29.7', '1.28.3']),
  flaw('2026-28753', 'smtp names', '1.29.6', ['1.29.7', '1.28.3']),
  flaw('2026-28755', 'stream ssl_ocsp', '1.29.6', ['1.29.7', '1.28.3'], '1.27.2'),
  flaw('2026-1642', 'tls backend', '1.29.4', ['1.29.5', '1.28.2']),
  flaw('2025-53859', 'smtp without login', '1.29.0', ['1.29.1']),
  flaw('2025-23419', 'client certificates', '1.27.3', ['1.27.4', '1.26.3']),
  flaw('2024-7347', 'mp4', '1.27.0', ['1.27.1', '1.26.2']),
  flaw('2024-32760', 'quic', '1.26.0', ['1.27.0', '1.26.1'], '1.25.0'),
  flaw('2024-31079', 'quic', '1.26.0', ['1.27.0', '1.26.1'], '1.25.0'),
  flaw('2024-35200', 'quic', '1.26.0', ['1.27.0', '1.26.1'], '1.25.0'),
  flaw('2024-34161', 'quic', '1.26.0', ['1.27.0', '1.26.1'], '1.25.0'),
  flaw('2024-24989', 'quic', '1.25.3', ['1.25.4'], '1.25.3'),
  flaw('2024-24990', 'quic', '1.25.3', ['1.25.4'], '1.25.0'),
  flaw('2022-41741', 'mp4', '1.23.1', ['1.23.2', '1.22.1']),
  flaw('2022-41742', 'mp4', '1.23.1', ['1.23.2', '1.22.1']),
  flaw('2021-23017', 'resolver', '1.20.0', ['1.21.0', '1.20.1']),
];

function flaw(cve: string, exposure: Exposure, last: string, fixed: readonly string[], first = SINCE_2018): Advisory {
  return { cve, exposure, vulnerable: [[first, last]], fixed };
}

/** Has this version the flaw? Releases of a stable branch that brought the fix, and later ones, have not. */
export function isVulnerable(version: string, { vulnerable, fixed }: Pick<Advisory, 'vulnerable' | 'fixed'>): boolean {
  const target = parseVersion(version);
  if (target === null) return false;
  const inside = vulnerable.some(([first, last]) => !isOlder(target, first) && isOlder(target, last, true));
  return inside && !fixed.some((release) => isBranchOf(target, release) && !isOlder(target, release));
}

/** Is it older than `than`, or as old with `equal`? */
function isOlder(version: Version, than: string, equal = false): boolean {
  const other = parseVersion(than);
  if (other === null) return false;
  const order = compareVersions(version, other);
  return equal ? order <= 0 : order < 0;
}

function isBranchOf(version: Version, release: string): boolean {
  const other = parseVersion(release);
  return other !== null && other[0] === version[0] && other[1] === version[1];
}

/** The first releases in which all of these flaws are mended, of each branch that has such: `1.28.3 or 1.29.7`. */
export function fixedReleases(advisories: readonly Pick<Advisory, 'vulnerable' | 'fixed'>[]): readonly string[] {
  const releases = [...new Set(advisories.flatMap(({ fixed }) => fixed))].sort(byVersion);
  const mended = releases.filter((release) => advisories.every((each) => !isVulnerable(release, each)));
  const first = mended.filter((release, index) => {
    const parsed = parseVersion(release);
    return parsed !== null && !mended.slice(0, index).some((earlier) => isBranchOf(parsed, earlier));
  });
  return first.slice(0, 2);
}

function byVersion(left: string, right: string): number {
  const [one, other] = [parseVersion(left), parseVersion(right)];
  return one === null || other === null ? 0 : compareVersions(one, other);
}
