import { isCatchAll } from '@nginx-lint/regex';
import { defineRule } from '../../lint/rule.ts';
import { isBlock } from '../../model/blocks.ts';
import { expressionAt } from '../../model/expressions.ts';
import type { ConfigModel } from '../../model/types.ts';
import { tableOf } from '../../model/variable-sources.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Longer expressions are no catch-alls. */
const LONGEST = 12;

export default defineRule(
  {
    id: 'map-source-not-variable',
    group: 'correctness',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A `map` or `split_clients` looks up a constant instead of a variable',
      why: 'The source of `map` and `split_clients` is a text. `map uri $x` looks up the word `uri` for every request, so that the result never changes. In the same way nothing behind an expression that matches every text is ever tried.',
      bad: 'map uri $section { default 0; /a 1; }',
      good: 'map $uri $section { default 0; /a 1; }',
      context: 'http',
      silent: [
        'for texts that hold a variable, such as `map "$host:$uri"`',
        'for words that are the name of no variable',
        'for exact keys, which nginx finds before any expression',
      ],
      remedy: 'Write the variable with its dollar sign. Put the expression that takes the rest last.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_map_module.html',
        'https://nginx.org/en/docs/http/ngx_http_split_clients_module.html',
      ],
    },
    options: {},
    messages: {
      constant: ({ directive, word }: { directive: string; word: string }) =>
        `this ${directive} looks up the word "${word}" for every request, not a variable; write "$${word}"`,
      behind: ({ key, before }: { key: string; before: string }) =>
        `"${key}" is never tried, as "${before}" before it matches every text; put it in front of that`,
    },
  },
  (ctx) => {
    const source = (at: Occurrence): void => {
      const [word] = at.node.args;
      const { file } = at;
      if (word === undefined || !isBlock(at) || !isVariable(ctx.model, at, word.value)) return;
      const start = word.start + (word.quote === null ? 0 : 1);
      const edits = [{ file, span: { start, end: start }, text: '$' }];
      const fixes = [{ title: `Write "$${word.value}"`, safe: true, edits }];
      ctx.report(at, word, 'constant', { directive: at.name, word: word.value }, { fixes });
    };
    return {
      directives: {
        map(at) {
          source(at);
          let all: Occurrence | null = null;
          for (const entry of at.children) {
            const key = entry.node.name;
            if (!key.value.startsWith('~')) continue;
            if (all !== null) {
              const related = [{ file: all.file, span: all.node.name, message: 'matches every text' }];
              ctx.report(entry, key, 'behind', { key: key.value, before: all.name }, { related });
              return;
            }
            if (key.value.length <= LONGEST && matchesAll(ctx.model, entry)) all = entry;
          }
        },
        split_clients: source,
      },
    };
  },
);

function isVariable(model: ConfigModel, at: Occurrence, word: string): boolean {
  if (!/^[A-Za-z_]\w*$/.test(word)) return false;
  const name = word.toLowerCase();
  const scope = at.context.startsWith('stream') ? 'stream' : 'http';
  return model.facts.variable(name, scope) !== null || (scope === 'http' && tableOf(model, name) !== null);
}

function matchesAll(model: ConfigModel, entry: Occurrence): boolean {
  const { value } = entry.node.name;
  return isCatchAll(expressionAt(model, entry, value.replace(/^~\*?/, ''), value.startsWith('~*')), {
    newlines: false,
  });
}
