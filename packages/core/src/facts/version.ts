/** The newest nginx that the facts describe; the target where none is named. */
export const NEWEST_VERSION = '1.31.5';

/** The oldest nginx for which the answers are checked. */
export const OLDEST_VERSION = '1.18.0';

/** Major, minor and patch number. */
export type Version = readonly [number, number, number];

const VERSION = /^(\d+)\.(\d+)(?:\.(\d+))?$/;

/** `1.31.5`, or `1.18` for the first release of a branch; null for all else, such as the `njs 0.8.0` of a module. */
export function parseVersion(text: string): Version | null {
  const match = VERSION.exec(text);
  return match === null ? null : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** Below 0, 0 or above 0, as numbers: 1.9.0 is older than 1.10.0. */
export function compareVersions(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** When something appeared and went; versions of modules (`njs 0.7.1`) say nothing about nginx's. */
export interface Lifetime {
  readonly since: string | null;
  readonly backports?: readonly string[];
  readonly removed: string | null;
}

/** Does a version of nginx have it? Releases of older branches may have got it later (`backports`). */
export function existsIn(target: Version, life: Lifetime): boolean {
  return !reached(target, life.removed) && (appeared(target, life.since) || backported(target, life.backports ?? []));
}

/** Is `version` the target's or an older one? False for null and for versions of modules. */
export function reached(target: Version, version: string | null): boolean {
  const parsed = version === null ? null : parseVersion(version);
  return parsed !== null && compareVersions(target, parsed) >= 0;
}

function appeared(target: Version, since: string | null): boolean {
  const parsed = since === null ? null : parseVersion(since);
  return parsed === null || compareVersions(target, parsed) >= 0;
}

function backported(target: Version, releases: readonly string[]): boolean {
  return releases.some((release) => {
    const parsed = parseVersion(release);
    return parsed !== null && parsed[0] === target[0] && parsed[1] === target[1] && parsed[2] <= target[2];
  });
}
