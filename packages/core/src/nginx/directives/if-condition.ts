import type { Fix } from '../../text/report.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { type Condition, readCondition } from '../condition.ts';
import type { DirectiveCheck } from '../fault.ts';

type Wrong = Extract<Condition, { kind: 'wrong' }>;

/** Mirrors ngx_http_rewrite_if_condition(). */
export const ifCondition: DirectiveCheck = {
  names: ['if'],
  contexts: ['server', 'location'],
  *check(at) {
    if (at.node.args.length === 0) return;
    const condition = readCondition(at.node.args);
    if (condition.kind !== 'wrong') return;
    yield {
      rule: 'if-condition-syntax',
      at,
      span: condition.part.word,
      message: reason(condition, at),
      nginx: condition.nginx,
      fixes: equalSign(condition, at),
    };
  },
};

function reason({ part, unexpected }: Wrong, at: Occurrence): string {
  const { text } = part;
  const words = at.node.args.map(({ value }) => value);
  const joined = words.find((word) => /^(?:&&|\|\||and|or)$/i.test(word));
  if (joined !== undefined) return `"if" takes one condition: nginx has no "${joined}"`;
  if (unexpected) {
    const hint = text === '==' ? 'one "=" compares texts' : 'it compares with "=", "!=", "~", "~*", "!~" or "!~*"';
    return `"${text}" is no operator of a condition; ${hint}`;
  }
  if (!words[0]?.startsWith('(')) return `the condition must stand in parentheses: "(" is missing before "${text}"`;
  if (!words.at(-1)?.endsWith(')')) return `the condition must stand in parentheses: ")" is missing behind "${text}"`;
  if (/^!\$/.test(text)) return `"${text}" cannot be: to ask whether a variable is empty, compare it with ""`;
  if (text === '' || text === ')') return 'the condition is empty';
  if (/^!?-/.test(text)) return `"${text}" is no test of one file; there are -f, -d, -e and -x, and "!" before them`;
  if (text.startsWith('$'))
    return `what follows "${text}" must be one operator and one value, with spaces between them`;
  return `a condition begins with a variable or with a test such as "-f", not with "${text}"`;
}

/** Those that look at the whole condition have no words of their own to mend. */
function equalSign({ part, unexpected }: Wrong, at: Occurrence): Fix[] {
  const { word, text } = part;
  if (!unexpected || text !== '==' || word.quote !== null) return [];
  return [{ title: 'Write "="', safe: true, edits: [{ file: at.file, span: word, text: '=' }] }];
}
