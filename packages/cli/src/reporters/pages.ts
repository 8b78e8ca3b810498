/** Where the pages of the rules are read. */
const PAGES = 'https://github.com/nginx-lint/nginx-lint/blob/main/docs/rules/';

export const HOME = 'https://github.com/nginx-lint/nginx-lint';

export function pageOf(rule: string): string {
  return `${PAGES}${rule}.md`;
}
