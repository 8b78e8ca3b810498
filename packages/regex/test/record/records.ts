import type { Said } from './pcre2test.ts';

/** One pattern and what the library says; subjects are those of the file, by index, and then its own. */
export interface MatchRow {
  readonly pattern: string;
  readonly caseless: boolean;
  readonly shared: 'common' | 'short' | 'none';
  readonly own: readonly string[];
  /** By the index of the subject; subjects that do not stand here do not match. See {@link writeSaid}. */
  readonly said: Readonly<Record<string, string>>;
}

export interface MatchRecords {
  readonly common: readonly string[];
  readonly short: readonly string[];
  readonly rows: readonly MatchRow[];
}

export function subjectsOf(records: Pick<MatchRecords, 'common' | 'short'>, row: MatchRow): readonly string[] {
  const shared = row.shared === 'none' ? [] : records[row.shared];
  return [...shared, ...row.own];
}

/**
 * The end of the match and the texts of the groups, each as `offset+length` where it stands first in the subject, `-`
 * for null, unless all that follow are null too; `!` for an error.
 */
export function writeSaid(said: Exclude<Said, null>, subject: string): string {
  if (said === 'error') return '!';
  const places = said.groups.map((text) => (text === null ? '-' : `${subject.indexOf(text)}+${text.length}`));
  return `${said.end} ${places.join(' ').replace(/(?: -)+$/, '')}`;
}
