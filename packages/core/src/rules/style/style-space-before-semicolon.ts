import { layoutOf } from '../../lint/layout.ts';
import { defineRule } from '../../lint/rule.ts';

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
      if (file.problems.length > 0) return;
      for (const { name, args, stop, terminator } of layoutOf(file).spaced) {
        const last = args[args.length - 1] ?? name;
        if (terminator === '{') {
          const edits = [{ file: file.id, span: { start: stop, end: stop }, text: ' ' }];
          const fixes = [{ title: 'Write a space before "{"', safe: true, edits }];
          const word = file.text.slice(last.start, last.end);
          ctx.reportInFile(file.id, { start: stop, end: stop + 1 }, 'glued', { word }, { fixes });
        } else if (terminator === ';') {
          const span = { start: last.end, end: stop };
          if (file.text.slice(last.end, stop).includes('\n')) continue;
          const fixes = [{ title: 'Delete the space', safe: true, edits: [{ file: file.id, span, text: '' }] }];
          ctx.reportInFile(file.id, span, 'before', undefined, { fixes });
        }
      }
    },
  }),
);
