import type { NamedCapture, Pattern } from './ast.ts';
import { checkDeferred } from './checks.ts';
import { readClass } from './classes.ts';
import { readEscapedItem } from './escaped-items.ts';
import { closeBracket, nextAlternative, openBracket } from './groups.ts';
import { checkLookbehinds } from './lookbehind.ts';
import { messageOf } from './messages.ts';
import { applyQuantifier, modifyQuantifier, readQuantifier } from './quantifiers.ts';
import { patternBytes, Refusal } from './reader.ts';
import { readSettings } from './settings.ts';
import {
  addItem,
  bodyOf,
  endAlternative,
  type Flags,
  newFrame,
  type Parser,
  spanFrom,
  takeCharacter,
  textOffset,
} from './state.ts';

export interface ParseOptions {
  /** PCRE2_CASELESS; the option of a pattern that is told to ignore case from outside. */
  readonly caseless?: boolean;
  /** How the pattern's text becomes the bytes that the library reads; 'latin1' is one byte per character. */
  readonly encoding?: 'utf-8' | 'latin1';
}

export interface PatternProblem {
  /** Offset in the pattern's text, in UTF-16 code units, where the library says it is. */
  readonly offset: number;
  /** The library's number of the error (101 and up). */
  readonly code: number;
  /** The library's words. */
  readonly message: string;
}

export interface ParsedPattern {
  /** Always there. Where the library refuses the pattern: what it had read until then, with its brackets closed. */
  readonly tree: Pattern;
  /** Empty where the library accepts the pattern; it stops at the first problem, so there is one at most. */
  readonly problems: readonly PatternProblem[];
}

const MAX_NESTING = 250;

/**
 * Reads a pattern as pcre2_compile() of PCRE2 10.42 does. Never throws; takes time in proportion to the pattern.
 * Not foreseen are refusals for the size of the compiled code, which the library alone knows.
 */
export function parseRegex(pattern: string, options: ParseOptions = {}): ParsedPattern {
  const caseless = options.caseless ?? false;
  const encoding = options.encoding ?? 'utf-8';
  const p = newParser(pattern, caseless, encoding);
  let settings: readonly string[] = [];
  let refusal: Refusal | null = null;
  try {
    settings = readSettings(p);
    readAll(p);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refusal = error;
  }
  const tree: Pattern = { ...finish(p), source: pattern, end: pattern.length, caseless, encoding, settings };
  refusal ??= checkLookbehinds(p, tree) ?? checkDeferred(p);
  if (refusal === null) return { tree: { ...tree, accepted: true }, problems: [] };
  const problem = { offset: textOffset(p, refusal.at), code: refusal.code, message: messageOf(refusal.code) };
  return { tree, problems: [problem] };
}

/** Every capturing group by its number, with the name it bears. */
export function captures(tree: Pattern): readonly { readonly index: number; readonly name: string | null }[] {
  const names = new Map(tree.names.map(({ index, name }: NamedCapture) => [index, name]));
  return Array.from({ length: tree.captureCount }, (_, i) => ({ index: i + 1, name: names.get(i + 1) ?? null }));
}

function newParser(pattern: string, caseless: boolean, encoding: 'utf-8' | 'latin1'): Parser {
  const flags: Flags = {
    caseless,
    multiline: false,
    dotAll: false,
    extended: false,
    extendedMore: false,
    noAutoCapture: false,
    ungreedy: false,
    duplicateNames: false,
  };
  const p: Parser = {
    ...patternBytes(pattern, encoding),
    at: 0,
    utf: false,
    flags,
    frames: [],
    captureCount: 0,
    branchReset: false,
    names: [],
    indexesOfName: new Map(),
    nameOfIndex: new Map(),
    quoting: false,
    repeatable: false,
    openRepeat: null,
    expectAssertion: 0,
    deferred: [],
    deferredBranches: [],
    lookbehindErrorAt: new Map(),
  };
  p.frames.push(newFrame(p, { kind: 'pattern' }, 0));
  return p;
}

function readAll(p: Parser): void {
  const outermost = p.frames[0];
  if (outermost !== undefined) outermost.sequenceStart = p.at;
  while (p.at < p.bytes.length) {
    if (p.frames.length - 1 > MAX_NESTING) throw new Refusal(119, p.at);
    if (p.quoting) readQuoted(p);
    else if (!skipIgnored(p)) readItem(p);
  }
  if (p.frames.length > 1) throw new Refusal(114, p.at);
}

function readQuoted(p: Parser): void {
  const start = p.at;
  if (p.bytes.startsWith('\\E', start)) {
    p.quoting = false;
    p.at += 2;
    return;
  }
  if (p.expectAssertion > 0) throw new Refusal(128, start);
  addLiteral(p, start, takeCharacter(p));
  p.openRepeat = null;
}

function addLiteral(p: Parser, start: number, code: number): void {
  addItem(p, { kind: 'literal', ...spanFrom(p, start), code, caseless: p.flags.caseless }, true);
}

/** What leaves no trace, so that a quantifier behind it belongs to what is before it. */
function skipIgnored(p: Parser): boolean {
  const character = p.bytes[p.at] ?? '';
  const next = p.bytes[p.at + 1];
  if (character === '\\' && (next === 'Q' || next === 'E')) {
    p.quoting = next === 'Q';
    p.at += 2;
    return true;
  }
  if (p.flags.extended) {
    if (/^[\t-\r \x85]$/.test(character)) {
      p.at++;
      return true;
    }
    if (character === '#') {
      const end = p.bytes.indexOf('\n', p.at);
      p.at = end < 0 ? p.bytes.length : end + 1;
      return true;
    }
  }
  if (!p.bytes.startsWith('(?#', p.at)) return false;
  const end = p.bytes.indexOf(')', p.at + 3);
  if (end < 0) throw new Refusal(118, p.bytes.length);
  p.at = end + 1;
  return true;
}

function readItem(p: Parser): void {
  const start = p.at;
  const { expectAssertion, repeatable, openRepeat } = p;
  if (expectAssertion > 0 && !startsAssertion(p)) throw new Refusal(128, start);
  p.expectAssertion = 0;
  p.repeatable = false;
  p.openRepeat = null;
  const character = p.bytes[start];
  if (openRepeat !== null && (character === '?' || character === '+')) {
    p.at++;
    modifyQuantifier(p, openRepeat, character);
    return;
  }
  const counts = readQuantifier(p);
  if (counts !== null) {
    applyQuantifier(p, counts, repeatable);
    return;
  }
  readPlainItem(p, start, expectAssertion);
}

function readPlainItem(p: Parser, start: number, expectAssertion: number): void {
  const code = takeCharacter(p);
  switch (code) {
    case 0x5c:
      readEscapedItem(p, start);
      return;
    case 0x5e:
      addItem(
        p,
        { kind: 'anchor', ...spanFrom(p, start), at: p.flags.multiline ? 'line-start' : 'subject-start' },
        false,
      );
      return;
    case 0x24: {
      const at = p.flags.multiline ? 'line-end' : 'subject-end-or-newline';
      addItem(p, { kind: 'anchor', ...spanFrom(p, start), at }, false);
      return;
    }
    case 0x2e:
      addItem(p, { kind: 'any', ...spanFrom(p, start), newline: p.flags.dotAll }, true);
      return;
    case 0x5b:
      readClass(p, start);
      return;
    case 0x28:
      openBracket(p, start, expectAssertion);
      return;
    case 0x7c:
      nextAlternative(p, start);
      return;
    case 0x29:
      closeBracket(p, start);
      return;
    default:
      addLiteral(p, start, code);
      return;
  }
}

/** Behind `(?(` there must come a look, or a callout and then a look. */
function startsAssertion(p: Parser): boolean {
  if (p.bytes[p.at] !== '(' || p.bytes.length - p.at < 4) return false;
  const next = p.bytes[p.at + 2] ?? '';
  if (p.bytes[p.at + 1] === '*') return next >= 'a' && next <= 'z';
  if (p.bytes[p.at + 1] !== '?') return false;
  if (next === 'C') return p.expectAssertion === 2;
  if (next === '<') return p.bytes[p.at + 3] === '=' || p.bytes[p.at + 3] === '!';
  return next === '=' || next === '!';
}

/** The tree of what was read; brackets that are still open end where the reader stands. */
function finish(p: Parser): Omit<Pattern, 'source' | 'end' | 'caseless' | 'encoding' | 'settings'> {
  while (p.frames.length > 1) closeBracket(p, p.at);
  const frame = p.frames[0] ?? newFrame(p, { kind: 'pattern' }, 0);
  endAlternative(p, frame, p.at);
  const { utf, captureCount, names } = p;
  return { start: 0, accepted: false, utf, body: bodyOf(frame), captureCount, names };
}
