import type { Random } from './random.ts';

const ATOMS = [
  ...[
    'a',
    'b',
    'A',
    'B',
    '/',
    '0',
    'ab',
    'é',
    '.',
    '\\.',
    '\\n',
    '\\r',
    '\\x{41}',
    '\\x62',
    '\\a',
    '\\e',
    '\\Qa.b\\E',
    '\\N',
  ],
  ...[
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\h',
    '\\H',
    '\\v',
    '\\V',
    '\\R',
    '\\X',
    '\\C',
    '\\pL',
    '\\P{Lu}',
    '[\\p{N}_]',
  ],
  ...['[ab]', '[^/]', '[]a]', '[^]a]', '[[:alpha:]]', '[[:^digit:]0]', '[a-c\\d]', '[\\w/]', '[^\\n]', '[[:upper:]]'],
];
const PLACES = ['^', '$', '\\A', '\\z', '\\Z', '\\G', '\\b', '\\B', '[[:<:]]', '[[:>:]]', '\\K', '(?C1)', '(?#no)'];
const QUANTIFIERS = ['*', '+', '?', '{2}', '{0,2}', '{1,}', '{2,3}', '{0}', '{,2}', '{1,2}', '{2,}'];
const MODES = ['', '', '', '?', '+'];
const OPENINGS = ['(', '(', '(?:', '(?:', '(?>', '(?i:', '(?-i:', '(?s:', '(?m:', '(?|', '(*sr:', '(*atomic:'];
const LOOKS = ['(?=', '(?!', '(?<=', '(?<!', '(*napla:', '(*pla:'];
const OPTIONS = ['(?i)', '(?s)', '(?m)', '(?x)', '(?U)', '(?-i)', '(?^)'];
const VERBS = ['(*ACCEPT)', '(*ACCEPT)', '(*FAIL)', '(*FAIL)', '(*F)', '(*COMMIT)', '(*PRUNE)', '(*SKIP)', '(*MARK:m)'];
const REFERENCES = ['\\1', '\\2', '\\g{1}', '\\g{-1}', '(?1)', '(?2)', '(?R)', '\\g<1>', '\\k<n>', '(?P=n)', '(?&n)'];
const CONDITIONS = [
  '(?(1)',
  '(?(2)',
  '(?(?=a)',
  '(?(?!b)',
  '(?(?<=a)',
  '(?(R)',
  '(?(R1)',
  '(?(VERSION>=10.1)',
  '(?(DEFINE)',
];
const NAMED = ['(?<n>', "(?'n'", '(?P<n>'];

/** A pattern of every kind of construct; the library may refuse it. */
export function randomPattern(random: Random): string {
  const start = random.chance(5) ? random.of(['(*NO_START_OPT)', '(*BSR_ANYCRLF)', '(?J)', '(*LF)', '(*UTF)']) : '';
  return start + alternatives(random, 3);
}

function alternatives(random: Random, depth: number): string {
  const count = random.chance(70) ? 1 : 1 + random.below(3);
  return Array.from({ length: count }, () => sequence(random, depth)).join('|');
}

function sequence(random: Random, depth: number): string {
  return Array.from({ length: random.below(4) + (depth === 3 ? 1 : 0) }, () => item(random, depth)).join('');
}

function item(random: Random, depth: number): string {
  const kind = random.below(100);
  if (kind < 40 || depth === 0) return quantified(random, random.of(ATOMS), 45);
  if (kind < 48) return random.of(PLACES);
  if (kind < 74) return quantified(random, `${random.of(OPENINGS)}${alternatives(random, depth - 1)})`, 55);
  if (kind < 77) return quantified(random, `${random.of(NAMED)}${alternatives(random, depth - 1)})`, 40);
  if (kind < 83) return quantified(random, `${random.of(LOOKS)}${alternatives(random, depth - 1)})`, 10);
  if (kind < 86) return random.of(OPTIONS);
  if (kind < 88) return random.of(VERBS);
  if (kind < 95) return quantified(random, random.of(REFERENCES), 30);
  return quantified(
    random,
    `${random.of(CONDITIONS)}${sequence(random, depth - 1)}|${sequence(random, depth - 1)})`,
    20,
  );
}

function quantified(random: Random, text: string, percent: number): string {
  return random.chance(percent) ? text + random.of(QUANTIFIERS) + random.of(MODES) : text;
}
