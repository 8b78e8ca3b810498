import {
  type ConfigModel,
  evaluatedOf,
  expressionAt,
  type Occurrence,
  type Span,
  shownBytes,
  type Word,
} from '@nginx-lint/core';
import { ALL_BYTES, createMatcher, explodingShape, findWitness, type Pattern, READABLE_BYTES } from '@nginx-lint/regex';
import { code, join, type Markdown, md, NOTHING, nginxBlock } from '../markdown.ts';
import { locationHover } from './location.ts';
import { patternWords } from './regex-words.ts';
import type { Finding, Subject } from './subject.ts';

/** The expression that a word holds. */
interface Expression {
  readonly tree: Pattern;
  readonly span: Span;
  /** Where texts that it is held against begin: paths with a slash. */
  readonly prefix: string;
}

/** An expression: what it matches in words, its groups, a sample; with what is known of its location. */
export function regexHover(subject: Subject): Finding | null {
  const [{ model, at }] = subject.standings;
  const expression = expressionIn(model, at, subject);
  if (expression === null) return null;
  const { start, end } = expression.span;
  const span = start <= subject.offset && subject.offset <= end ? { start, end } : subject.word;
  const location = locationHover(subject)?.markdown ?? NOTHING;
  const markdown = join([location, expressionText(expression)], '\n\n---\n\n');
  return markdown.length === 0 ? null : { span, markdown };
}

function expressionIn(model: ConfigModel, at: Occurrence, { word }: Subject): Expression | null {
  const holders = at.fact === null && at.parent !== null ? [at.parent] : [at];
  for (const holder of holders)
    for (const part of evaluatedOf(holder, model)) {
      if (part.kind !== 'pattern' || part.word !== word) continue;
      const name = at.name;
      const tree = expressionAt(model, at, part.text, isCaseless(at, word.value));
      return {
        tree,
        span: spanOf(model, at, word, part.text),
        prefix: name === 'location' || name === 'rewrite' ? '/' : '',
      };
    }
  return null;
}

/** The word without its tilde and the brackets of a condition. */
function spanOf(model: ConfigModel, at: Occurrence, word: Word, text: string): Span {
  const start = model.source(at.file).text.indexOf(text, word.start);
  return start === -1 || start + text.length > word.end ? word : { start, end: start + text.length };
}

/** Directives whose expressions match in either case, however they are written. */
const CASELESS: ReadonlySet<string> = new Set([
  'valid_referers',
  'gzip_disable',
  'proxy_cookie_domain',
  'proxy_cookie_flags',
]);

/** `~*` in front of it, as a word of its own or glued to it; names of servers where they hold a capital letter (S12). */
function isCaseless({ node }: Occurrence, word: string): boolean {
  if (node.name.value === 'server_name') return /[A-Z]/.test(word);
  if (CASELESS.has(node.name.value)) return true;
  return word.startsWith('~*') || node.args.some(({ value }) => value === '~*' || value === '!~*');
}

const told = new WeakMap<Pattern, Markdown>();

function expressionText({ tree, prefix }: Expression): Markdown {
  // The diagnostic says why.
  if (!tree.accepted || tree.source === '') return NOTHING;
  let text = told.get(tree);
  if (text === undefined) {
    const sample = sampleOf(tree, prefix);
    text = join([
      nginxBlock([tree.source.replace(/\s*\n\s*/g, ' ')]),
      [`Matches a text${tree.caseless ? ', in either case,' : ''} with\n\n`, patternWords(tree)],
      sample === null ? NOTHING : md`Sample: ${code(sample)}`,
      warningText(tree),
    ]);
    told.set(tree, text);
  }
  return text;
}

const MOST_STEPS = 10_000;

/** A short text that it matches, found with its automaton and tried with the matcher. */
function sampleOf(tree: Pattern, prefix: string): string | null {
  for (const bytes of [READABLE_BYTES, ALL_BYTES]) {
    const result = findWitness({ some: [tree], none: [], prefix, bytes, budget: { left: MOST_STEPS } });
    if (typeof result === 'string') continue;
    const matched = createMatcher(tree, { budget: MOST_STEPS }).match(result.found);
    const shown = shownBytes(result.found);
    if (typeof matched === 'object' && matched !== null && typeof shown === 'string' && shown !== '') return shown;
  }
  return null;
}

function warningText(tree: Pattern): Markdown {
  const explosion = explodingShape(tree);
  if (explosion === null || (explosion.kind === 'polynomial' && (explosion.degree ?? 0) < 3)) return NOTHING;
  const part = code(tree.source.slice(explosion.span.start, explosion.span.end));
  const growth = explosion.kind === 'exponential' ? 'exponentially' : `with power ${explosion.degree}`;
  return md`Beware: for some texts the time grows ${growth} with the length, because of ${part}`;
}
