import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'style-space-before-semicolon',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'safe',
    docs: {
      summary: 'A blank before a semicolon, or none before an opening brace',
      why: 'Written in one way everywhere, configurations are easier to search and to compare.',
      bad: 'root /srv ;',
      good: 'root /srv;',
      context: 'http, server',
      silent: 'At a semicolon on a line of its own, as behind a list that goes over several lines.',
      remedy: 'Write the semicolon right behind the last word, and a blank before `{`; `--fix` does.',
      links: [],
    },
    options: {},
    messages: {
      before: () => 'a blank before ";", which nginx does not need and nearly nobody writes; delete it',
      glued: ({ word }: { word: string }) => `"{" is glued to "${word}"; write a blank between them`,
    },
  },
  (ctx) => ({
    files(file) {
      if (file.problems.length > 0) return;
      const { tokens } = file;
      for (const [index, token] of tokens.entries()) {
        const before = tokens[index - 1];
        if (before === undefined) continue;
        if (token.kind === 'semicolon' && before.kind === 'blank') {
          if (file.text.slice(before.start, before.end).includes('\n')) continue;
          const edits = [{ file: file.id, span: before, text: '' }];
          const fixes = [{ title: 'Delete the blank', safe: true, edits }];
          ctx.reportInFile(file.id, before, 'before', undefined, { fixes });
        } else if ((token.kind === 'open' || token.kind === 'raw') && before.kind === 'word') {
          const span = { start: token.start, end: token.start + 1 };
          const edits = [{ file: file.id, span: { start: token.start, end: token.start }, text: ' ' }];
          const fixes = [{ title: 'Write a blank before "{"', safe: true, edits }];
          const word = file.text.slice(before.start, before.end);
          ctx.reportInFile(file.id, span, 'glued', { word }, { fixes });
        }
      }
    },
  }),
);
