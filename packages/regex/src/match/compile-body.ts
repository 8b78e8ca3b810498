import type { Disjunction, Item, Sequence } from '../ast.ts';
import { compileAnchor } from './anchors.ts';
import type { Code, Compiler } from './compiler.ts';
import { compileConditional } from './conditionals.ts';
import { END } from './first-set.ts';
import { compileGroup } from './groups.ts';
import { compileLookaround } from './lookarounds.ts';
import type { Machine, Step } from './machine.ts';
import { compileRecursion } from './recursion.ts';
import { compileBackreference } from './references.ts';
import { compileRepeat } from './repeats.ts';
import { compileGrapheme, compileNewlineSequence, compileRun, compileSingle, isRunItem } from './single.ts';
import { compileVerb } from './verbs.ts';

/** Alternatives in their order; those that cannot begin with the byte at hand are not tried. */
export function compileBody(c: Compiler, body: Disjunction, next: Code): Code {
  const codes = body.alternatives.map((sequence) => compileSequence(c, sequence, next));
  return choose(codes);
}

export function compileSequence(c: Compiler, sequence: Sequence, next: Code): Code {
  let code = next;
  for (let i = sequence.items.length - 1; i >= 0; i--) {
    let from = i;
    while (from > 0 && isRunItem(sequence.items[from]) && isRunItem(sequence.items[from - 1])) from--;
    const item = sequence.items[i];
    if (item === undefined) continue;
    code = from < i ? compileRun(sequence.items.slice(from, i + 1), code) : compileItem(c, item, code);
    i = from;
  }
  return code;
}

export function compileItem(c: Compiler, item: Item, next: Code): Code {
  switch (item.kind) {
    case 'literal':
    case 'any':
    case 'class':
      return compileSingle(item, next);
    case 'newline-sequence':
      return compileNewlineSequence(c, next);
    case 'grapheme':
      return compileGrapheme(next);
    case 'anchor':
      return compileAnchor(item, next);
    case 'group':
      return compileGroup(c, item, next);
    case 'lookaround':
      return compileLookaround(c, item, next);
    case 'conditional':
      return compileConditional(c, item, next);
    case 'repeat':
      return compileRepeat(c, item, next);
    case 'backreference':
      return compileBackreference(c, item, next);
    case 'recursion':
      return compileRecursion(c, item, next);
    case 'verb':
      return compileVerb(c, item, next);
    case 'reset-start':
      return compileResetStart(c, next);
    case 'callout':
    case 'options':
      return next;
  }
}

/** `\K`: survives the return from a call, unlike captures. */
function compileResetStart(c: Compiler, next: Code): Code {
  const { step } = next;
  const register = c.keepRegister;
  const reset: Step = (m) => {
    m.setRegister(register, m.pos);
    return step;
  };
  return { step: reset, first: next.first };
}

/** Tries codes in their order. Which of them can succeed is worked out once for each byte that comes. */
export function choose(codes: readonly Code[]): Code {
  const [only] = codes;
  if (codes.length === 1 && only !== undefined) return only;
  const known: (Step | undefined)[] = new Array(END + 1).fill(undefined);
  const step: Step = (m) => {
    const code = m.pos < m.subject.length ? m.subject.charCodeAt(m.pos) : END;
    const found = known[code];
    if (found !== undefined) return found(m);
    const made = tryInOrder(codes.filter(({ first }) => first === null || first[code] === 1));
    known[code] = made;
    return made(m);
  };
  return { step, first: firstOfAll(codes) };
}

function firstOfAll(codes: readonly Code[]): Code['first'] {
  const set = new Uint8Array(END + 1);
  for (const { first } of codes) {
    if (first === null) return null;
    for (let i = 0; i <= END; i++) set[i] = (set[i] ?? 0) | (first[i] ?? 0);
  }
  return set;
}

function tryInOrder(codes: readonly Code[]): Step {
  let step: Step = (m: Machine) => m.fail();
  for (let i = codes.length - 1; i >= 0; i--) {
    const own = codes[i]?.step ?? step;
    const rest = step;
    step =
      i === codes.length - 1
        ? own
        : (m) => {
            m.push(rest, m.pos, 0);
            return own;
          };
  }
  return step;
}
