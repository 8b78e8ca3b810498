import type { Fix } from '../../lint/diagnostic.ts';
import { layoutOf } from '../../lint/layout.ts';
import { reportSyntax, SYNTAX_MESSAGES } from '../../lint/report-syntax.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { cutExpression, wholeExpression } from '../../nginx/cut-expression.ts';
import type { SourceFile } from '../../syntax/nodes.ts';
import { point, type Span } from '../../text/span.ts';
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
      silent: [
        'for braces inside quotes, in `${name}` and in Lua blocks',
        'for braces inside a bare word, such as `return 200 a}b;`, which nginx accepts',
      ],
      remedy:
        'Add or remove the brace where the indentation says that the block should end. Put an expression that holds `{2}` into quotes: without them its brace opens a block.',
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
    const syntax = reportSyntax(ctx, 'unbalanced-block');
    let found: readonly Cut[] | null = null;
    const allCut = (): readonly Cut[] => {
      found ??= cutDirectives(ctx.model);
      return found;
    };
    return {
      syntax(problem, file) {
        // The brace in an expression opens a block that nobody meant to close.
        const openings = [problem.start, ...problem.related.map(({ start }) => start)];
        if (!allCut().some(({ at: { file: id, node } }) => id === file.id && openings.includes(node.name.start)))
          syntax(problem, file);
      },
      config(model) {
        for (const { at, word } of allCut())
          ctx.report(at, signOf(at), 'regexBrace', { word }, { fixes: inQuotes(at, model.source(at.file)) });
      },
      refused(at, { kind }) {
        if (cutExpression(at) !== null) return;
        const { name } = at.node;
        if (kind === 'no-block') ctx.report(at, name, 'noBlock', { name: name.value });
        else if (kind === 'block-in-entries') ctx.report(at, signOf(at), 'inEntries', { context: at.context });
        else if (kind === 'not-terminated') ctx.report(at, signOf(at), 'notTerminated', { name: name.value });
      },
    };
  },
);

interface Cut {
  readonly at: Occurrence;
  readonly word: string;
}

/** Directives whose last word is an expression that its brace has cut. */
function cutDirectives(model: ConfigModel): readonly Cut[] {
  const cut: Cut[] = [];
  for (const file of model.tree.files.values())
    for (const directive of layoutOf(file).spaced)
      if (directive.terminator === '{')
        for (const at of model.occurrencesOf(directive)) {
          const word = cutExpression(at);
          if (word !== null) cut.push({ at, word });
        }
  return cut;
}

/** The sign that ends the words. */
function signOf({ node }: Occurrence): Span {
  return { start: node.stop, end: node.stop + 1 };
}

function inQuotes(at: Occurrence, file: SourceFile): Fix[] {
  const whole = wholeExpression(file, at.node);
  if (whole === null) return [];
  const edits = [whole.start, whole.end].map((offset) => ({ file: file.id, span: point(offset), text: '"' }));
  return [{ title: 'Put the expression into quotes', safe: false, edits }];
}
