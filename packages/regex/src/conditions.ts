import type { Condition } from './ast.ts';
import { isDigit, MAX_GROUP_NUMBER, Refusal, readGroupName, readNumber } from './reader.ts';
import { addItem, newFrame, type Parser, spanFrom } from './state.ts';

/** `(?(…)`: the reader stands on the second bracket, and ends behind the condition. */
export function readCondition(p: Parser, start: number): void {
  p.at++;
  const next = p.bytes[p.at];
  if (next === undefined) throw new Refusal(114, p.at);
  if (next === '?' || next === '*') {
    // The assertion is read as an item of its own and becomes the condition when its bracket closes.
    p.at--;
    p.frames.push(newFrame(p, { kind: 'conditional', condition: null, errorAt: 0 }, start));
    p.expectAssertion = 2;
    p.repeatable = false;
    return;
  }
  const number = readNumber(p, p.captureCount, MAX_GROUP_NUMBER, 161);
  let condition: Condition;
  let errorAt = start;
  if (number !== null) {
    if (number <= 0) throw new Refusal(115, p.at);
    p.deferred.push({ kind: 'group', to: number, at: p.at - 2 });
    errorAt = p.at - 4;
    condition = { kind: 'group', to: number };
  } else if (isVersion(p)) {
    condition = readVersion(p);
    errorAt = 0;
  } else {
    errorAt = nameStart(p);
    condition = readNamedCondition(p);
  }
  if (p.bytes[p.at] !== ')') throw new Refusal(124, p.at);
  p.at++;
  p.frames.push(newFrame(p, { kind: 'conditional', condition, errorAt }, start));
  p.repeatable = false;
}

function nameStart(p: Parser): number {
  if (p.bytes.startsWith('R&', p.at)) return p.at + 2;
  return p.bytes[p.at] === '<' || p.bytes[p.at] === "'" ? p.at + 1 : p.at;
}

function isVersion(p: Parser): boolean {
  return p.bytes.length - p.at >= 10 && p.bytes.startsWith('VERSION', p.at) && p.bytes[p.at + 7] !== ')';
}

function readVersion(p: Parser): Condition {
  p.at += 7;
  const atLeast = p.bytes[p.at] === '>';
  if (atLeast) p.at++;
  if (p.bytes[p.at] !== '=') throw new Refusal(179, p.at);
  p.at++;
  const major = readNumber(p, null, 1000, 179);
  if (major === null || p.at >= p.bytes.length) throw new Refusal(179, p.at);
  let minor = 0;
  if (p.bytes[p.at] === '.') {
    p.at++;
    if (!isDigit(p.bytes[p.at])) throw new Refusal(179, p.at);
    // Two digits at most: .4 means 40.
    minor = Number(p.bytes[p.at++]) * 10;
    if (isDigit(p.bytes[p.at])) minor += Number(p.bytes[p.at++]);
    if (p.bytes[p.at] !== ')') throw new Refusal(179, p.at);
  }
  return { kind: 'version', atLeast, major, minor };
}

/** A group's name in any of its three dresses, `R&name`, `R`, `R1` or `DEFINE`. */
function readNamedCondition(p: Parser): Condition {
  if (p.bytes.startsWith('R&', p.at)) {
    p.at++;
    const name = readGroupName(p, ')');
    p.at--;
    p.deferred.push({ kind: 'group', to: name.text, at: name.at });
    return { kind: 'recursion', to: name.text };
  }
  const quote = p.bytes[p.at];
  if (quote === '<' || quote === "'") {
    const name = readGroupName(p, quote === '<' ? '>' : quote);
    p.deferred.push({ kind: 'group', to: name.text, at: name.at });
    return { kind: 'group', to: name.text };
  }
  p.at--;
  const name = readGroupName(p, ')');
  p.at--;
  if (name.text === 'DEFINE') return { kind: 'define' };
  if (!/^R[0-9]*$/.test(name.text)) {
    p.deferred.push({ kind: 'group', to: name.text, at: name.at });
    return { kind: 'group', to: name.text };
  }
  return readRecursionTest(p, name.text, name.at);
}

/** `R` and `R1` ask for a recursion, unless a group bears that name; groups further on count too. */
function readRecursionTest(p: Parser, text: string, at: number): Condition {
  const number = Number(text.slice(1));
  p.deferred.push({ kind: 'recursion-test', name: text, to: number, at });
  return { kind: 'recursion', to: text === 'R' ? null : number };
}

const CALLOUT_QUOTES = '`\'"^%#${';

/** `(?C)`, `(?C1)`, `(?C'text')`; the reader stands on the `C`. */
export function readCallout(p: Parser, start: number, expectAssertion: number): void {
  p.at++;
  const next = p.bytes[p.at];
  if (next === undefined) throw new Refusal(114, p.at);
  p.expectAssertion = expectAssertion - 1;
  const argument = next === ')' || isDigit(next) ? readCalloutNumber(p) : readCalloutText(p, next);
  if (p.bytes[p.at] !== ')') throw new Refusal(139, p.at);
  p.at++;
  addItem(p, { kind: 'callout', ...spanFrom(p, start), argument }, false);
}

function readCalloutNumber(p: Parser): number {
  let number = 0;
  while (isDigit(p.bytes[p.at])) {
    number = number * 10 + Number(p.bytes[p.at++]);
    if (number > 255) throw new Refusal(138, p.at);
  }
  return number;
}

/** A text between delimiters; inside it the closing one is written twice. */
function readCalloutText(p: Parser, opening: string): string {
  if (!CALLOUT_QUOTES.includes(opening)) throw new Refusal(182, p.at);
  const closing = opening === '{' ? '}' : opening;
  const first = p.at;
  const parts: string[] = [];
  for (p.at++; ; p.at++) {
    const character = p.bytes[p.at];
    if (character === undefined) throw new Refusal(181, first);
    if (character === closing) {
      p.at++;
      if (p.bytes[p.at] !== closing) return parts.join('');
    }
    parts.push(character);
  }
}
