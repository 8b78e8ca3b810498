import type { Any, Class, Item, Literal } from '../ast.ts';
import { withBothCases } from '../byte-set.ts';
import { type Code, type Compiler, Unsupported } from './compiler.ts';
import { firstSetOf, singleByteSet } from './first-set.ts';
import type { Step } from './machine.ts';

/** One byte. */
export function compileSingle(item: Literal | Any | Class, next: Code): Code {
  const bytes = singleByteSet(item);
  if (bytes === null) throw new Unsupported('a class that needs Unicode');
  const { step } = next;
  const first = firstSetOf(bytes);
  if (item.kind === 'literal' && bytes.length === 1 && bytes[0]?.[0] === bytes[0]?.[1]) {
    const { code } = item;
    return {
      first,
      step: (m) => {
        if (m.subject.charCodeAt(m.pos) !== code) return m.fail();
        m.pos++;
        return step;
      },
    };
  }
  return {
    first,
    step: (m) => {
      if (m.pos >= m.subject.length || first[m.subject.charCodeAt(m.pos)] !== 1) return m.fail();
      m.pos++;
      return step;
    },
  };
}

export function isRunItem(item: Item | undefined): item is Literal {
  return item?.kind === 'literal' && item.code <= 255;
}

/** Several literals at once. */
export function compileRun(items: readonly Item[], next: Code): Code {
  const literals = items.filter(isRunItem);
  const { step } = next;
  const { length } = literals;
  const codes = literals.map(({ code }) => code);
  const others = literals.map(({ code, caseless }) => (caseless ? otherCase(code) : code));
  const run: Step = (m) => {
    const { subject, pos } = m;
    for (let i = 0; i < length; i++) {
      const code = subject.charCodeAt(pos + i);
      if (code !== codes[i] && code !== others[i]) return m.fail();
    }
    m.pos = pos + length;
    return step;
  };
  return { step: run, first: firstSetOf(literals[0] === undefined ? [] : (singleByteSet(literals[0]) ?? [])) };
}

function otherCase(code: number): number {
  const both = withBothCases([[code, code]]);
  return both.find(([from]) => from !== code)?.[0] ?? code;
}

/** `\R`: a pair of carriage return and line feed is never taken apart. */
export function compileNewlineSequence(c: Compiler, next: Code): Code {
  const { step } = next;
  const onlyCrLf = c.tree.settings.includes('BSR_ANYCRLF');
  const first = firstSetOf(
    onlyCrLf
      ? [
          [0x0a, 0x0a],
          [0x0d, 0x0d],
        ]
      : [
          [0x0a, 0x0d],
          [0x85, 0x85],
        ],
  );
  return {
    first,
    step: (m) => {
      if (m.pos >= m.subject.length) return m.fail();
      const code = m.subject.charCodeAt(m.pos);
      if (first[code] !== 1) return m.fail();
      m.pos += code === 0x0d && m.subject.charCodeAt(m.pos + 1) === 0x0a ? 2 : 1;
      return step;
    },
  };
}

/**
 * `\X` without UTF: of the 256 characters only carriage return and line feed belong together, and the pictographs,
 * which are the signs of copyright and of trademarks.
 */
export function compileGrapheme(next: Code): Code {
  const { step } = next;
  return {
    first: null,
    step: (m) => {
      const { subject } = m;
      if (m.pos >= subject.length) return m.fail();
      const code = subject.charCodeAt(m.pos++);
      if (code === 0x0d && subject.charCodeAt(m.pos) === 0x0a) m.pos++;
      else if (isPictograph(code)) while (isPictograph(subject.charCodeAt(m.pos))) m.pos++;
      return step;
    },
  };
}

function isPictograph(code: number): boolean {
  return code === 0xa9 || code === 0xae;
}
