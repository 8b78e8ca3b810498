import type { Verb } from './ast.ts';
import { openGroup, openLookaround } from './opening.ts';
import { Refusal, readVerbName } from './reader.ts';
import { addItem, type Parser, spanFrom } from './state.ts';

const MAX_ARGUMENT = 255;

const VERBS: ReadonlyMap<string, Verb['name']> = new Map([
  ['', 'MARK'],
  ['MARK', 'MARK'],
  ['ACCEPT', 'ACCEPT'],
  ['F', 'FAIL'],
  ['FAIL', 'FAIL'],
  ['COMMIT', 'COMMIT'],
  ['PRUNE', 'PRUNE'],
  ['SKIP', 'SKIP'],
  ['THEN', 'THEN'],
]);

type AlphaAssertion =
  | 'atomic'
  | 'script-run'
  | 'atomic-script-run'
  | 'ahead='
  | 'ahead!'
  | 'ahead*'
  | 'behind='
  | 'behind!'
  | 'behind*';

const ASSERTIONS: ReadonlyMap<string, AlphaAssertion> = new Map([
  ['pla', 'ahead='],
  ['plb', 'behind='],
  ['napla', 'ahead*'],
  ['naplb', 'behind*'],
  ['nla', 'ahead!'],
  ['nlb', 'behind!'],
  ['positive_lookahead', 'ahead='],
  ['positive_lookbehind', 'behind='],
  ['non_atomic_positive_lookahead', 'ahead*'],
  ['non_atomic_positive_lookbehind', 'behind*'],
  ['negative_lookahead', 'ahead!'],
  ['negative_lookbehind', 'behind!'],
  ['atomic', 'atomic'],
  ['sr', 'script-run'],
  ['asr', 'atomic-script-run'],
  ['script_run', 'script-run'],
  ['atomic_script_run', 'atomic-script-run'],
]);

/** What starts with `(*`; the bracket is at `start`, the reader on the star. */
export function readVerbOrAssertion(p: Parser, start: number, expectAssertion: number): void {
  const next = p.bytes[p.at + 1];
  // The library then takes the bracket for nothing and the star for a quantifier, which it refuses.
  if (next === undefined || next === ')') throw new Refusal(109, p.at);
  if (next >= 'a' && next <= 'z') readAssertion(p, start, expectAssertion);
  else readVerb(p, start);
}

function readAssertion(p: Parser, start: number, expectAssertion: number): void {
  const name = readVerbName(p);
  const meaning = ASSERTIONS.get(name);
  if (p.bytes[p.at] !== ':' || meaning === undefined) throw new Refusal(195, p.at);
  if (expectAssertion > 0 && !/^(ahead|behind)[=!]$/.test(meaning)) {
    throw new Refusal(meaning.endsWith('*') ? 198 : 128, p.at);
  }
  p.at++;
  switch (meaning) {
    case 'atomic':
    case 'script-run':
    case 'atomic-script-run':
      openGroup(p, start, meaning);
      return;
    default:
      openLookaround(p, start, signOf(meaning), expectAssertion, meaning.startsWith('behind') ? p.at - 4 : null);
      return;
  }
}

function signOf(look: string): '=' | '!' | '*' {
  return look.endsWith('=') ? '=' : look.endsWith('!') ? '!' : '*';
}

function readVerb(p: Parser, start: number): void {
  const name = VERBS.get(readVerbName(p));
  if ((p.bytes[p.at] !== ':' && p.bytes[p.at] !== ')') || name === undefined) throw new Refusal(160, p.at);
  // An empty argument is none.
  if (p.bytes.startsWith(':)', p.at)) p.at++;
  if (name === 'MARK' && p.bytes[p.at] !== ':') throw new Refusal(166, p.at);
  let argument: string | null = null;
  if (p.bytes[p.at] === ':') {
    const end = p.bytes.indexOf(')', p.at);
    if (end < 0) throw new Refusal(160, p.bytes.length);
    if (end - p.at - 1 > MAX_ARGUMENT) throw new Refusal(176, end);
    argument = p.bytes.slice(p.at + 1, end);
    p.at = end;
  }
  p.at++;
  addItem(p, { kind: 'verb', ...spanFrom(p, start), name, argument }, name === 'ACCEPT');
}
