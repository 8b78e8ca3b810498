import { defineRule } from '../../lint/rule.ts';
import type { Token } from '../../syntax/nodes.ts';

export default defineRule(
  {
    id: 'style-space-before-semicolon',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'safe',
    docs: {
      summary: 'A space stands before a semicolon, or none before an opening brace',
      why: 'nginx does not care. Configurations that are written in one way everywhere are easier to search and to compare.',
      bad: 'root /srv ;',
      good: 'root /srv;',
      context: 'http, server',
      silent: ['for a semicolon on a line of its own, as behind a list of several lines'],
      remedy: 'Write the semicolon right behind the last word, and a space before `{`. `--fix` does so.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: {},
    messages: {
      before: () => 'a space before ";", which nginx does not need and hardly anybody writes; delete it',
      glued: ({ word }: { word: string }) => `"{" is glued to "${word}"; write a space between them`,
    },
  },
  (ctx) => ({
    files(file) {
      if (file.problems.length > 0 || !/[ \t\r];|[^ \t\r\n]\{/.test(file.text)) return;
      let before: Token | undefined;
      for (const token of file.tokens) {
        const last = before;
        before = token;
        if (last === undefined) continue;
        if (token.kind === 'semicolon' && last.kind === 'blank') {
          if (file.text.slice(last.start, last.end).includes('\n')) continue;
          const edits = [{ file: file.id, span: last, text: '' }];
          const fixes = [{ title: 'Delete the space', safe: true, edits }];
          ctx.reportInFile(file.id, last, 'before', undefined, { fixes });
        } else if ((token.kind === 'open' || token.kind === 'raw') && last.kind === 'word') {
          const span = { start: token.start, end: token.start + 1 };
          const edits = [{ file: file.id, span: { start: token.start, end: token.start }, text: ' ' }];
          const fixes = [{ title: 'Write a space before "{"', safe: true, edits }];
          const word = file.text.slice(last.start, last.end);
          ctx.reportInFile(file.id, span, 'glued', { word }, { fixes });
        }
      }
    },
  }),
);
