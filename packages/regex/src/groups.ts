import type { Conditional, Item, Lookaround } from './ast.ts';
import { readCallout, readCondition } from './conditions.ts';
import { openGroup, openLookaround } from './opening.ts';
import { readOptions } from './options.ts';
import { isDigit, MAX_GROUP_NUMBER, type Name, Refusal, readGroupName, readNumber } from './reader.ts';
import {
  addItem,
  bodyOf,
  endAlternative,
  type Frame,
  newFrame,
  type Opening,
  type Parser,
  spanFrom,
  topFrame,
} from './state.ts';
import { readVerbOrAssertion } from './verbs.ts';

const MAX_NAMES = 10000;

/** What an opening bracket starts; it is at `start`, the reader behind it. */
export function openBracket(p: Parser, start: number, expectAssertion: number): void {
  const next = p.bytes[p.at];
  if (next === undefined) throw new Refusal(114, p.at);
  if (next === '*') readVerbOrAssertion(p, start, expectAssertion);
  else if (next === '?') openSpecial(p, start, expectAssertion);
  else if (p.flags.noAutoCapture) openGroup(p, start, 'plain');
  else openCapture(p, start, null);
}

function openSpecial(p: Parser, start: number, expectAssertion: number): void {
  p.at++;
  const next = p.bytes[p.at];
  if (next === undefined) throw new Refusal(114, p.at);
  if (isDigit(next)) {
    readCall(p, start, null);
    return;
  }
  switch (next) {
    case '-':
      if (isDigit(p.bytes[p.at + 1])) readCall(p, start, p.captureCount);
      else readOptions(p, start);
      return;
    case '+':
      if (!isDigit(p.bytes[p.at + 1])) throw new Refusal(129, p.at);
      readCall(p, start, p.captureCount);
      return;
    case '|':
      p.at++;
      p.branchReset = true;
      openGroup(p, start, 'branch-reset');
      return;
    case '>':
      p.at++;
      openGroup(p, start, 'atomic');
      return;
    case '=':
    case '!':
    case '*':
      p.at++;
      openLookaround(p, start, next, expectAssertion, null);
      return;
    case '<':
      openAngle(p, start, expectAssertion);
      return;
    case "'":
      openCapture(p, start, readGroupName(p, "'"));
      return;
    case 'P':
      readPython(p, start);
      return;
    case 'R':
      p.at++;
      if (p.bytes[p.at] !== ')') throw new Refusal(158, p.at);
      addCall(p, start, 0);
      return;
    case '&':
      readNamedCall(p, start);
      return;
    case 'C':
      readCallout(p, start, expectAssertion);
      return;
    case '(':
      readCondition(p, start);
      return;
    default:
      readOptions(p, start);
      return;
  }
}

function openAngle(p: Parser, start: number, expectAssertion: number): void {
  const sign = p.bytes[p.at + 1];
  if (sign !== '=' && sign !== '!' && sign !== '*') {
    openCapture(p, start, readGroupName(p, '>'));
    return;
  }
  const errorAt = p.at - 2;
  p.at += 2;
  openLookaround(p, start, sign, expectAssertion, errorAt);
}

/** `(?P<name>`, `(?P>name)`, `(?P=name)`. */
function readPython(p: Parser, start: number): void {
  p.at++;
  const next = p.bytes[p.at];
  if (next === undefined) throw new Refusal(114, p.at);
  if (next === '<') {
    openCapture(p, start, readGroupName(p, '>'));
    return;
  }
  if (next === '>') {
    readNamedCall(p, start);
    return;
  }
  if (next !== '=') throw new Refusal(141, p.at);
  const name = readGroupName(p, ')');
  addNamedReference(p, start, name);
}

export function addNamedReference(p: Parser, start: number, name: Name): void {
  p.deferred.push({ kind: 'group', to: name.text, at: name.at });
  const { caseless } = p.flags;
  addItem(p, { kind: 'backreference', ...spanFrom(p, start), to: name.text, caseless }, true);
}

function readNamedCall(p: Parser, start: number): void {
  addNamedCall(p, start, readGroupName(p, ')'));
}

export function addNamedCall(p: Parser, start: number, name: Name): void {
  p.deferred.push({ kind: 'group', to: name.text, at: name.at });
  addItem(p, { kind: 'recursion', ...spanFrom(p, start), to: name.text }, true);
}

function readCall(p: Parser, start: number, relativeTo: number | null): void {
  const number = readNumber(p, relativeTo, MAX_GROUP_NUMBER, 161);
  if (number === null || p.bytes[p.at] !== ')') throw new Refusal(114, p.at);
  addCall(p, start, number);
}

/** A call by number; the reader stands on the closing bracket or quote. */
export function addCall(p: Parser, start: number, to: number): void {
  p.deferred.push({ kind: 'group', to, at: p.at });
  p.at++;
  addItem(p, { kind: 'recursion', ...spanFrom(p, start), to }, true);
}

function openCapture(p: Parser, start: number, name: Name | null): void {
  if (p.captureCount >= MAX_GROUP_NUMBER) throw new Refusal(197, p.at);
  p.captureCount++;
  if (name !== null) registerName(p, name.text);
  const opening: Opening = { kind: 'group', type: 'capture', index: p.captureCount, name: name?.text ?? null };
  p.frames.push(newFrame(p, opening, start));
}

function registerName(p: Parser, name: string): void {
  const index = p.captureCount;
  if (p.names.length >= MAX_NAMES) throw new Refusal(149, p.at);
  const indexes = p.indexesOfName.get(name) ?? [];
  if (indexes.includes(index)) return;
  if (indexes.length > 0 && !p.flags.duplicateNames) throw new Refusal(143, p.at);
  if (p.nameOfIndex.has(index)) throw new Refusal(165, p.at);
  indexes.push(index);
  p.indexesOfName.set(name, indexes);
  p.nameOfIndex.set(index, name);
  p.names.push({ name, index });
}

/** `|`: in `(?|`, the numbers start again. */
export function nextAlternative(p: Parser, end: number): void {
  const frame = topFrame(p);
  endAlternative(p, frame, end);
  if (frame.reset === null) return;
  frame.reset.max = Math.max(frame.reset.max, p.captureCount);
  p.captureCount = frame.reset.from;
}

/** `)`: the bracket becomes an item of the one around it. */
export function closeBracket(p: Parser, end: number): void {
  const frame = p.frames.length > 1 ? p.frames.pop() : undefined;
  if (frame === undefined) throw new Refusal(122, p.at - 1);
  endAlternative(p, frame, end);
  p.flags = frame.flags;
  if (frame.reset !== null) p.captureCount = Math.max(p.captureCount, frame.reset.max);
  const item = closedItem(p, frame);
  const parent = topFrame(p).opening;
  if (item.kind === 'lookaround' && parent.kind === 'conditional' && parent.condition === null) {
    parent.condition = { kind: 'assertion', assertion: item };
    p.repeatable = false;
  } else if (item.kind === 'conditional') {
    addItem(p, item, true);
    checkBranches(p, frame, item);
  } else addItem(p, item, true);
}

function closedItem(p: Parser, frame: Frame): Exclude<Item, { kind: 'literal' }> {
  const { opening } = frame;
  const span = spanFrom(p, frame.start);
  const body = bodyOf(frame);
  switch (opening.kind) {
    case 'lookaround':
      if (opening.errorAt !== null) p.lookbehindErrorAt.set(body, opening.errorAt);
      return { ...span, kind: 'lookaround', ...lookOf(opening), body };
    case 'conditional':
      return { ...span, kind: 'conditional', condition: opening.condition, body };
    case 'group':
      return { ...span, kind: 'group', type: opening.type, index: opening.index, name: opening.name, body };
    case 'pattern':
      return { ...span, kind: 'group', type: 'plain', index: null, name: null, body };
  }
}

function lookOf(opening: Opening & { kind: 'lookaround' }): Pick<Lookaround, 'direction' | 'negated' | 'atomic'> {
  return { direction: opening.direction, negated: opening.negated, atomic: opening.atomic };
}

function checkBranches(p: Parser, frame: Frame, item: Conditional): void {
  const { opening } = frame;
  if (opening.kind !== 'conditional') return;
  const most = item.condition?.kind === 'define' ? 1 : 2;
  if (item.body.alternatives.length <= most) return;
  p.deferredBranches.push({ kind: 'refusal', code: most === 1 ? 154 : 127, at: opening.errorAt });
}
