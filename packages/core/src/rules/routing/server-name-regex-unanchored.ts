import { type Item, isCatchAll, type Pattern } from '@nginx-lint/regex';
import { defineRule } from '../../lint/rule.ts';
import { replaceWord } from '../../lint/word-edits.ts';
import { expressionAt } from '../../model/expressions.ts';

/** A label of letters at the end, as of a domain: `\.com`, `.example`. */
const DOMAIN_AT_END = /\.[a-z][a-z-]+\)?\$?$/i;

export default defineRule(
  {
    id: 'server-name-regex-unanchored',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A regular expression in `server_name` also matches other domains',
      why: 'A regular expression may match any part of the name. Without `$` at its end `~example\\.com` also takes `example.com.evil.net`, without `^` at its start `notexample.com`, and a dot without a backslash is any character.',
      bad: 'server_name ~example.com;',
      good: 'server_name ~^(?<sub>[a-z0-9-]+)\\.example\\.com$;',
      context: 'http, server',
      silent: [
        'for expressions for every name, such as `~.`',
        'about `^` where the expression begins with a dot, which begins a label',
        'about `$` where the expression does not end with a domain, as in `~^www\\.` and `~shop`',
      ],
      remedy:
        'Begin it with `^`, end it with `$`, and write `\\.` between labels. For all names below a domain there is `*.example.com`.',
      links: ['https://nginx.org/en/docs/http/server_names.html#regex_names'],
    },
    options: {},
    messages: {
      open: ({ name, lacks, example }: { name: string; lacks: string; example: string }) =>
        `"${name}" lacks ${lacks}, so that it also matches ${example}; complete the expression`,
    },
  },
  (ctx) => ({
    directives: {
      server_name(at) {
        if (at.context !== 'server' && at.context !== 'stream.server') return;
        for (const word of at.node.args) {
          if (!word.value.startsWith('~')) continue;
          const source = word.value.slice(1);
          const tree = expressionAt(ctx.model, at, source);
          if (!tree.accepted || isCatchAll(tree, {}) || matchesAnyName(source)) continue;
          const gaps = gapsOf(tree);
          if (gaps.length === 0) continue;
          const lacks = [...new Set(gaps.map(({ lacks }) => lacks))].join(' and ');
          const example = gaps.map((gap) => gap.example)[0] ?? '';
          const mended = mend(source, gaps);
          const edits = [replaceWord(ctx.model.source(at.file), word, `~${mended}`)];
          const fixes = [{ title: `Write ~${mended}`, safe: false, edits }];
          ctx.report(at, word, 'open', { name: word.value, lacks, example }, { fixes });
        }
      },
    },
  }),
);

/** `~.+` asks for a sign, which every name has. */
const matchesAnyName = (source: string): boolean => /^\^?\(?(?:\?<\w+>)?\.[+*]?\)?\$?$/.test(source);

interface Gap {
  readonly lacks: string;
  readonly example: string;
  /** What to put in where, in the expression. */
  readonly at: number;
  readonly text: string;
}

/** Of an expression with alternatives at its top nobody knows for which of them an end is meant. */
function gapsOf({ body, source }: Pattern): readonly Gap[] {
  const [only, ...others] = body.alternatives;
  if (only === undefined || others.length > 0) return [];
  const items = only.items.filter(({ kind }) => kind !== 'options');
  const first = items[0];
  const last = items.at(-1);
  if (first === undefined || last === undefined) return [];
  const gaps: Gap[] = [];
  const plain = plainText(source);
  const domain = DOMAIN_AT_END.test(source);
  if (last.kind !== 'anchor' && domain) {
    gaps.push({ lacks: '"$" at its end', example: `"${plain ?? '…'}.evil.net"`, at: source.length, text: '$' });
  }
  if (first.kind === 'literal' && first.code !== 0x2e && domain) {
    gaps.push({ lacks: '"^" at its start', example: `"not${plain ?? '…'}"`, at: first.start, text: '^' });
  }
  for (const dot of bareDots(items)) {
    const example = plain === null ? 'names with another character in place of a dot' : `"${plain.replace('.', 'x')}"`;
    gaps.push({ lacks: 'a backslash before a dot', example, at: dot.start, text: '\\' });
  }
  return gaps;
}

/** A dot between two signs that stand for themselves. */
function bareDots(items: readonly Item[]): readonly Item[] {
  return items.filter((item, index) => {
    const before = items[index - 1];
    const after = items[index + 1];
    return item.kind === 'any' && item.end - item.start === 1 && isSign(before) && isSign(after);
  });
}

const isSign = (item: Item | undefined): boolean => item?.kind === 'literal';

/** The name that an expression without groups and classes is written for. */
function plainText(source: string): string | null {
  const text = source.replace(/^\^/, '').replace(/\$$/, '').replaceAll('\\.', '.');
  return /^[\w.-]+$/.test(text) ? text : null;
}

function mend(source: string, gaps: readonly Gap[]): string {
  let mended = source;
  for (const { at, text } of [...gaps].sort((a, b) => b.at - a.at))
    mended = mended.slice(0, at) + text + mended.slice(at);
  return mended;
}
