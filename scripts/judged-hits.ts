/**
 * What reading findings by eye has come to: of each rule ten at random (`--rule ID --seed 7`), or all where there are fewer.
 * A finding is doubtful where an operator of that site would shrug: it is meant so, or another place is to be mended.
 * Those that only repeat what nginx refuses are right.
 */
export const READ_OF_EACH = 10;

/** Doubtful ones among those read, with what is doubtful; none for all other rules. */
export const DOUBTFUL: Readonly<Record<string, { readonly count: number; readonly why: string }>> = {
  'autoindex-enabled': { count: 1, why: 'the site is there for the listing' },
  'client-body-unlimited': { count: 1, why: 'an application for uploads, for which 0 is what its makers recommend' },
  'fastcgi-script-filename-missing': { count: 1, why: 'port 9000 is not that of PHP there (an `info`, and said so)' },
  'location-regex-unanchored': { count: 1, why: '`\\.php` takes paths behind the script on purpose' },
  'redirect-to-plain-http': { count: 1, why: 'the site leads visitors back to HTTP on purpose, and says so' },
  'server-name-invalid': { count: 1, why: 'the cause is a missing `;`, which is reported as well' },
  'upstream-single-server': { count: 1, why: 'the group only gives an address on the same machine a name' },
};
