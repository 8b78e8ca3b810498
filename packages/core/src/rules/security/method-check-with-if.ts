import { createMatcher, type Pattern } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { type Comparison, comparisonOf } from '../../model/captures.ts';
import { expression } from '../../model/expressions.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Span } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'MKCOL',
  'COPY',
  'MOVE',
  'PROPFIND',
  'TRACE',
];
const LIST = /^\^\(?(?:\?:)?([A-Z]+(?:\|[A-Z]+)*)\)?\$$/;

export default defineRule(
  {
    id: 'method-check-with-if',
    group: 'security',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'A regular expression checks the method and lets others through',
      why: 'An expression without `^` and `$` looks for its words anywhere. `!~ GET|POST` lets `XGETX` through, and a backend may take an unknown method for GET without its checks. Methods are in upper case and nginx refuses others, so that `= post` is never true. In a location `limit_except` says the same without an expression.',
      bad: 'if ($request_method !~ GET|POST) { return 405; }\nlocation / { root /srv; }',
      good: 'location / {\n    root /srv;\n    limit_except GET { deny all; }\n}',
      context: 'http, server',
      silent: [
        'in a server for an expression with `^` and `$`, as `limit_except` is not allowed there',
        'for `=` and `!=` with a method in upper case',
        'for expressions of methods to refuse (`~ TRACE`), which refuse more than they have to',
      ],
      severities: ['`warning` for a method that is not in upper case'],
      remedy:
        'Write `^(?:GET|POST)$`, or `limit_except GET POST { deny all; }` in the location, where GET includes HEAD.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#limit_except',
        'https://www.rfc-editor.org/rfc/rfc9110#section-9.1',
      ],
    },
    options: {},
    messages: {
      open: ({ pattern, method }: { pattern: string; method: string }) =>
        `"${pattern}" lets ${method} through too, as it looks for its words anywhere in the method; put "^(?:" and ")$" around it`,
      case: ({ pattern }: { pattern: string }) =>
        `no method equals "${pattern}", as methods are in upper case and nginx refuses others; write it in upper case`,
      location: ({ methods }: { methods: string }) =>
        `"limit_except ${methods}" refuses all other methods without an expression; use it in place of this "if"`,
    },
  },
  (ctx) => ({
    directives: {
      if(at) {
        const comparison = comparisonOf(at);
        const word = at.node.args.findLast(({ value }) => value !== ')');
        if (comparison === null || word === undefined || comparison.variable !== '$request_method') return;
        const { operand, operator } = comparison;
        const { encoding, text: file } = ctx.model.source(at.file);
        const span = spanOf(file, word, operand);
        const tree = operator.includes('~') ? expression(operand, operator.endsWith('*'), encoding) : null;
        if (isSmall(comparison, tree, (text) => expression(text, true, encoding))) {
          const fixes = rewritten(at, span, word, operand.toUpperCase(), 'Write it in upper case');
          ctx.report(
            at,
            span,
            'case',
            { pattern: operand },
            { severity: 'warning', fixes: /^[\w^$()|?:]+$/.test(operand) ? fixes : [] },
          );
          return;
        }
        if (tree === null || !operator.startsWith('!')) return;
        const method = strange(tree);
        if (method !== null) {
          const inner = operand.replace(/^\^/, '').replace(/\$$/, '');
          const fixes = rewritten(at, span, word, `^(?:${inner})$`, 'Compare the whole method');
          ctx.report(
            at,
            span,
            'open',
            { pattern: operand, method },
            { fixes: /^\^?[A-Z|()]+\$?$/.test(operand) ? fixes : [] },
          );
        } else if (at.parent?.name === 'location' && refuses(at)) {
          const methods = LIST.exec(operand)?.[1]?.split('|');
          if (methods === undefined) return;
          const words = methods.filter((name) => name !== 'HEAD' || !methods.includes('GET')).join(' ');
          ctx.report(at, span, 'location', { methods: words }, { fixes: limited(at, words) });
        }
      },
    },
  }),
);

/** Does it fit no method, but would with regard to case left out? */
function isSmall(
  { operand, operator }: Comparison,
  tree: Pattern | null,
  caseless: (text: string) => Pattern,
): boolean {
  if (tree === null)
    return !operand.includes('$') && !METHODS.includes(operand) && METHODS.includes(operand.toUpperCase());
  if (operator.endsWith('*')) return false;
  return !METHODS.some((method) => fits(tree, method)) && METHODS.some((method) => fits(caseless(operand), method));
}

function fits(tree: Pattern, text: string): boolean {
  const result = createMatcher(tree).match(text);
  return result !== null && result !== 'cannot-evaluate';
}

/** A method that nobody has heard of and that fits because a known one is a part of it. */
function strange(tree: Pattern): string | null {
  if (!tree.accepted || fits(tree, 'XYZ')) return null;
  const known = METHODS.filter((method) => fits(tree, method));
  return known.flatMap((method) => [`X${method}`, `${method}X`]).find((method) => fits(tree, method)) ?? null;
}

/** Is all that it does to refuse? */
function refuses(at: Occurrence): boolean {
  const [only] = at.children;
  return (
    at.children.length === 1 && only?.name === 'return' && /^(?:403|405|444)$/.test(only.node.args[0]?.value ?? '')
  );
}

/** The place of the value in its word, which may end with the bracket; the word where escaped signs stand in it. */
function spanOf(file: string, word: Word, operand: string): Span {
  const offset = file.slice(word.start, word.end).indexOf(operand);
  return offset === -1 ? word : { start: word.start + offset, end: word.start + offset + operand.length };
}

function rewritten(at: Occurrence, span: Span, word: Word, text: string, title: string): Fix[] {
  return span === word ? [] : [{ title, safe: false, edits: [{ file: at.file, span, text }] }];
}

function limited(at: Occurrence, methods: string): Fix[] {
  const edits = [
    { file: at.file, span: { start: at.node.start, end: at.node.end }, text: `limit_except ${methods} { deny all; }` },
  ];
  return [{ title: `Write "limit_except ${methods}", which answers 403`, safe: false, edits }];
}
