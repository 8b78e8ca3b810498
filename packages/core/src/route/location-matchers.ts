import { matches, type Pattern } from '@nginx-lint/regex';

/** Stands in until the matcher of the regex package is there: it knows no groups. */
export function matcherOf(pattern: Pattern): {
  match(subject: string): { readonly groups: readonly (string | null)[] } | null | 'cannot-evaluate';
} {
  return {
    match: (subject) => {
      const matched = matches(pattern, subject);
      return matched === 'unknown' ? 'cannot-evaluate' : matched ? { groups: [] } : null;
    },
  };
}
