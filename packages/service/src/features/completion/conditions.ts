import type { Offer } from './item.ts';
import type { Scene } from './scene.ts';
import type { Statement } from './statement.ts';
import { variableOffers } from './variables.ts';

const OPERATORS: readonly (readonly [string, string])[] = [
  ['=', 'is the same text'],
  ['!=', 'is another text'],
  ['~', 'matches an expression'],
  ['~*', 'matches an expression in any case'],
  ['!~', 'does not match an expression'],
  ['!~*', 'does not match an expression in any case'],
];

const TESTS: readonly (readonly [string, string])[] = [
  ['-f', 'is a file'],
  ['!-f', 'is no file'],
  ['-d', 'is a folder'],
  ['!-d', 'is no folder'],
  ['-e', 'exists'],
  ['!-e', 'does not exist'],
  ['-x', 'can be executed'],
  ['!-x', 'cannot be executed'],
];

/** What variables of conditions are usually compared with. */
const OPERANDS: Readonly<Record<string, readonly string[]>> = {
  $request_method: ['POST', 'GET', 'OPTIONS', '(GET|HEAD)'],
  $scheme: ['http', 'https'],
  $https: ['on'],
  $host: [],
};

/** The words of an `if`: what is tested, the operator, and what it is compared with. */
export function conditionOffers(scene: Scene, { earlier, index, word }: Statement): Offer[] {
  const { offset } = scene.spot;
  const bracket = /^\(?/.exec(word.before)?.[0] ?? '';
  const words = [...earlier.slice(1).map(({ value }) => value)];
  if (words[0] === '(') words.shift();
  const inner = { start: offset - word.before.length + bracket.length, end: endOf(word.after, offset) };
  const before = words.map((text) => text.replace(/^\(/, ''));
  if (before.length === 0) {
    if (index === 0 && bracket === '' && word.before === '')
      return [{ label: '($variable = value)', kind: 'snippet', rank: 0, text: '($1)', snippet: true, retrigger: true }];
    const variables = word.before === bracket ? variableOffers(scene, word, '', false) : [];
    return [
      ...variables,
      ...TESTS.map((test, order) => offerOf(test, order, 6)).map((each) => ({ ...each, span: inner })),
    ];
  }
  const [subject = '', operator] = before;
  if (subject.startsWith('-') || subject.startsWith('!-'))
    return word.before === '' ? [fileOffer('$request_filename'), fileOffer('$document_root$uri')] : [];
  if (operator === undefined) return OPERATORS.map((each, order) => ({ ...offerOf(each, order, 1), span: inner }));
  const values = Object.hasOwn(OPERANDS, subject) ? (OPERANDS[subject] ?? []) : [];
  return values.map((label, order): Offer => ({ label, kind: 'value', rank: 1, order, span: inner }));
}

function fileOffer(label: string): Offer {
  return { label, kind: 'variable', rank: 1 };
}

function offerOf([label, detail]: readonly [string, string], order: number, rank: number): Offer {
  return { label, kind: 'value', rank, order, detail };
}

/** The bracket that closes the condition stays. */
function endOf(after: string, offset: number): number {
  const bracket = after.indexOf(')');
  return offset + (bracket === -1 ? after.length : bracket);
}
