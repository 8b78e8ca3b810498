/**
 * Asks the real library, and writes pcre2-groups.json: `npx tsx -C source packages/regex/test/record/record-matches.ts
 * <tokens.jsonl>`. The argument is a file of the words of nginx configurations, from which the expressions are taken.
 */
import { writeFileSync } from 'node:fs';
import { parseRegex } from '../../src/index.ts';
import { corpusExpressions, type Expression } from './corpus-patterns.ts';
import { askPcre2 } from './pcre2test.ts';
import { Random } from './random.ts';
import { randomPattern } from './random-patterns.ts';
import { type MatchRow, subjectsOf, writeSaid } from './records.ts';
import { COMMON, derivedSubjects, shortSubjects } from './subjects.ts';

const RANDOM_PATTERNS = 1200;
const MAPS = 250;
const OWN_SUBJECTS = 28;
const ALPHABET = 60;

const random = new Random(1042);
const pools = { common: COMMON, short: shortSubjects(random, ALPHABET) };
const rows: MatchRow[] = [];

function record(expression: Expression, shared: 'common' | 'short', own: readonly string[]): void {
  const row: MatchRow = { ...expression, shared, own, said: {} };
  const subjects = subjectsOf(pools, row);
  const said = askPcre2(expression, subjects);
  if (said === null) return;
  const matched = said.flatMap((each, i): [string, string][] =>
    each === null ? [] : [[String(i), writeSaid(each, subjects[i] ?? '')]],
  );
  rows.push({ ...row, said: Object.fromEntries(matched) });
}

function recordCorpus(expressions: readonly Expression[]): void {
  for (const expression of expressions) {
    const { tree } = parseRegex(expression.pattern, { caseless: expression.caseless });
    if (tree.accepted) record(expression, 'common', derivedSubjects(tree, random, OWN_SUBJECTS));
  }
}

const [tokens = ''] = process.argv.slice(2);
const { routing, maps } = corpusExpressions(tokens);
recordCorpus(routing);
const step = Math.max(1, Math.floor(maps.length / MAPS));
recordCorpus(maps.filter((_, i) => i % step === 0));
while (rows.length < routing.length + MAPS + RANDOM_PATTERNS) {
  const pattern = randomPattern(random);
  const { tree } = parseRegex(pattern);
  if (tree.accepted) record({ pattern, caseless: random.chance(25) }, 'short', derivedSubjects(tree, random, 12));
}
const text = rows.map((row) => JSON.stringify(row)).join(',\n');
const head = `{"common":${JSON.stringify(pools.common)},\n"short":${JSON.stringify(pools.short)},\n"rows":[\n`;
writeFileSync(new URL('../pcre2-groups.json', import.meta.url), `${head}${text}\n]}\n`);
console.log(`${rows.length} patterns`);
