import type { Fix } from '../../lint/diagnostic.ts';
import { reportSyntax, SYNTAX_MESSAGES } from '../../lint/report-syntax.ts';
import { defineRule } from '../../lint/rule.ts';
import { cutExpression, wholeExpression } from '../../nginx/cut-expression.ts';
import { placementFault } from '../../nginx/placement.ts';
import type { SourceFile } from '../../syntax/nodes.ts';
import { point } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'unbalanced-block',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'A brace is missing or one too many',
      why: 'nginx notices a missing `}` only at the end of the file, and one too many only when a block ends that should not. It does not say which block is meant.',
      bad: 'events { }\nhttp {\n    server {\n        listen 8080;\n        location / {\n            root /srv;\n    }\n}',
      good: 'events { }\nhttp {\n    server {\n        listen 8080;\n        location / {\n            root /srv;\n        }\n    }\n}',
      context: 'main',
      silent:
        'At braces inside quotes, in `${name}`, inside a bare word (`return 200 a}b;` is legal) and in Lua blocks. An unquoted expression with `{2}` does open a block for nginx: put it into quotes.',
      remedy: 'Add or remove the brace where the indentation of the file says that the block should end.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: {},
    messages: {
      ...SYNTAX_MESSAGES,
      noBlock: ({ name }: { name: string }) => `"${name}" is a block; give it a "{ … }" instead of ";"`,
      notTerminated: ({ name }: { name: string }) => `"${name}" takes no block; end it with ";"`,
      regexBrace: ({ word }: { word: string }) =>
        `"${word}" ends at its "{", which opens a block for nginx; put the whole expression into quotes`,
      inEntries: ({ context }: { context: string }) =>
        `"${context}" holds lines of words that end with ";"; no block may stand in it`,
    },
  },
  (ctx) => {
    const cut = new Set<string>();
    const syntax = reportSyntax(ctx, 'unbalanced-block');
    return {
      syntax(problem, file) {
        // The brace in an expression opens a block that nobody meant to close.
        const openings = [problem.start, ...problem.related.map(({ start }) => start)];
        if (!openings.some((start) => cut.has(`${file.id}:${start}`))) syntax(problem, file);
      },
      any(at) {
        const { name, stop } = at.node;
        const sign = { start: stop, end: stop + 1 };
        const word = cutExpression(at);
        if (word !== null) {
          cut.add(`${at.file}:${name.start}`);
          ctx.report(at, sign, 'regexBrace', { word }, { fixes: inQuotes(at, ctx.model.source(at.file)) });
          return;
        }
        const fault = placementFault(at, ctx.model.facts);
        if (fault?.kind === 'no-block') ctx.report(at, name, 'noBlock', { name: name.value });
        else if (fault?.kind === 'block-in-entries') ctx.report(at, sign, 'inEntries', { context: at.context });
        else if (fault?.kind === 'not-terminated') ctx.report(at, sign, 'notTerminated', { name: name.value });
      },
    };
  },
);

function inQuotes(at: Occurrence, file: SourceFile): Fix[] {
  const whole = wholeExpression(file, at.node);
  if (whole === null) return [];
  const edits = [whole.start, whole.end].map((offset) => ({ file: file.id, span: point(offset), text: '"' }));
  return [{ title: 'Put the expression into quotes', safe: false, edits }];
}
