import {
  type Attack,
  createMatcher,
  type Explosion,
  explodingShape,
  findWitness,
  type Pattern,
} from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { expression } from '../../model/expressions.ts';
import { type Matched, matchedTexts } from '../../model/matched-texts.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { SourceFile } from '../../syntax/nodes.ts';

/** The least power with which the time must grow: squares are common, and harmless for texts as long as a URI. */
const LEAST_DEGREE = 3;
/** With one repetition alone, and not of a group, the time grows with the square of the length at most. */
const REPETITIONS = /[*+{].*[*+{]|\)[*+{]/s;
/** Steps that show the harm, and how long the text for it may get. */
const STEPS = 100_000;
const LONGEST = 4000;

export default defineRule(
  {
    id: 'regex-redos',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'One request keeps a worker busy with a regular expression',
      why: 'PCRE tries every way to split a text among the repetitions of an expression. Where two repetitions can match the same characters, each further character multiplies the ways. PCRE gives up after ten million steps, which take some tenths of a second in which the worker serves nobody else. nginx then logs `pcre2_match() failed: -47` and answers 500; in a `map` the line counts as not matching. Where the time grows with a power of the length, a path of 6 KB took forty seconds without reaching that limit. `pcre_jit` does not help.',
      bad: 'location ~ ^/x/(\\w+/?)+\\.html$ { return 204; }',
      good: 'location ~ ^/x/[\\w/]+\\.html$ { return 204; }',
      context: 'http, server',
      silent: [
        'unless a text was found for which the counted steps grow that way, and which clients can send to this place: paths hold no `//`, host names no spaces',
        'for growth with the square of the length',
        'for expressions over text that clients do not write',
      ],
      remedy:
        'Let no two repetitions beside or inside each other match the same characters: `[\\w/]+` for `(\\w+/?)+`. A possessive repetition (`++`, `*+`) never gives back what it matched.',
      links: [
        'https://cwe.mitre.org/data/definitions/1333.html',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
      ],
    },
    options: {},
    messages: {
      exponential: ({ part, attack, outcome }: { part: string; attack: string; outcome: string }) =>
        `"${part}" can match a text in exponentially many ways: ${attack} keeps the worker busy until PCRE gives up, ${outcome}; let its repetitions share no characters`,
      polynomial: ({ part, attack, degree }: { part: string; attack: string; degree: number }) =>
        `the time for "${part}" grows with power ${degree} of the length: ${attack} of a few thousand characters keeps the worker busy for seconds; let neighbouring repetitions share no characters`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const place of matchedTexts(model, (text) => REPETITIONS.test(text))) {
        const explosion = explosionOf(place.tree());
        const attack = explosion === null ? null : attackOn(explosion, place);
        if (explosion === null || attack === null) continue;
        const { kind, degree = 0, span } = explosion;
        const outcome = place.where === 'map' ? 'and the line counts as not matching' : 'and gets a 500';
        const data = { part: place.text.slice(span.start, span.end), attack: shown(attack), outcome, degree };
        ctx.report(place.at, place.word, kind, data, { fixes: possessive(model, place, explosion) });
      }
    },
  }),
);

const known = new WeakMap<Pattern, Explosion | null>();

/** The explosion of an expression where it is a harmful one. */
function explosionOf(tree: Pattern): Explosion | null {
  let found = known.get(tree);
  if (found === undefined) {
    const worst = tree.accepted ? explodingShape(tree) : null;
    found = worst?.kind === 'polynomial' && (worst.degree ?? 0) < LEAST_DEGREE ? null : worst;
    known.set(tree, found);
  }
  return found;
}

/** What may stand in place of a sign that cannot come there. */
const OTHER_ENDS = ['!', '~', '_', '0', '-'];

/** The attack, or one that ends in another sign, with which it happens there; null where no client can send such. */
function attackOn({ attack, kind }: Explosion, { tree, where, canBe }: Matched): Attack | null {
  const { pump, suffix } = attack;
  const rounds = Math.floor((kind === 'exponential' ? LONGEST / 8 : LONGEST) / pump.length);
  const isPath = where === 'location' || where === 'rewrite';
  // Paths begin with a slash.
  const prefix = isPath && !`${attack.prefix}${pump}`.startsWith('/') ? `/${attack.prefix}` : attack.prefix;
  const suffixes = [suffix, ...OTHER_ENDS.map((end) => end + suffix.slice(1))];
  for (const each of suffixes) {
    if (!canBe(prefix + pump + pump + each)) continue;
    const matcher = createMatcher(tree(), { budget: STEPS });
    if (matcher.match(prefix + pump.repeat(rounds) + each) === 'cannot-evaluate') return { prefix, pump, suffix: each };
  }
  return null;
}

/** `"/x/aaaa….html!"` */
function shown({ prefix, pump, suffix }: Attack): string {
  return `"${printable(prefix + pump.repeat(Math.max(1, Math.floor(4 / pump.length))))}…${printable(suffix)}"`;
}

function printable(bytes: string): string {
  return bytes.replace(/[^!-~]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/** Makes the repetition possessive, where that ends it. */
function possessive(model: ConfigModel, { at, word, text, tree: treeOf }: Matched, { span, attack }: Explosion): Fix[] {
  const tree = treeOf();
  const mended = `${text.slice(0, span.end)}+${text.slice(span.end)}`;
  if (/(?:[*+?]|\})[?+]$/.test(text.slice(span.start, span.end))) return [];
  const again = expression(mended, tree.caseless, tree.encoding);
  const start = offsetOf(model.source(at.file), word, text);
  if (start === null || !again.accepted || explodingShape(again) !== null || !takesAsMuch(again, tree, attack))
    return [];
  const end = start + span.end;
  const edits = [{ file: at.file, span: { start: end, end }, text: '+' }];
  return [{ title: 'Make the repetition possessive', safe: false, edits }];
}

/** Does it still match after many rounds? A repetition that keeps all may leave nothing for what comes after it. */
function takesAsMuch(mended: Pattern, tree: Pattern, { prefix, pump }: Attack): boolean {
  return [0, 1, 5].every((rounds) => {
    const sample = findWitness({ some: [tree], none: [], prefix: prefix + pump.repeat(rounds) });
    if (typeof sample === 'string') return sample === 'none' && rounds === 0;
    return isMatch(mended, sample.found);
  });
}

function isMatch(tree: Pattern, text: string): boolean {
  const result = createMatcher(tree).match(text);
  return result !== null && result !== 'cannot-evaluate';
}

/** Where an expression begins in the file; null where escaped signs stand in it. */
function offsetOf(
  file: SourceFile,
  word: { readonly start: number; readonly end: number },
  text: string,
): number | null {
  const at = file.text.slice(word.start, word.end).indexOf(text);
  return at === -1 ? null : word.start + at;
}
