import type { Directive, SourceFile, Token } from '../syntax/nodes.ts';
import { walk } from '../syntax/walk.ts';
import { asUtf8 } from '../text/decode.ts';

/** One statement of crossplane's payload, with its keys in crossplane's order. */
export interface Statement {
  readonly file?: string;
  readonly directive: string;
  readonly line: number;
  readonly args: readonly string[];
  readonly comment?: string;
  readonly includes?: readonly number[];
  readonly block?: readonly Statement[];
}

export interface StatementOptions {
  readonly comments: boolean;
  /** Written into every statement; null: into none. */
  readonly file: string | null;
  /** Indexes of the files that an include leads to; null: they are not followed. */
  readonly includes: ((include: Directive) => readonly number[]) | null;
}

/** The statements that nginx reads before it stops at the first problem of a file, if there is one. */
export function statementsOf(source: SourceFile, options: StatementOptions): Statement[] {
  const end = source.problems.length > 0 ? (source.problems[0]?.nginx?.offset ?? 0) : Number.POSITIVE_INFINITY;
  const comments = options.comments ? source.comments.filter(({ start }) => start < end) : [];
  let nextComment = 0;
  const root: Statement[] = [];
  const open: Statement[][] = [root];
  const add = (statement: Statement): number | undefined => open.at(-1)?.push(statement);
  const addComments = (before: number, line: number | null): void => {
    for (let comment = comments[nextComment]; comment && comment.start < before; comment = comments[++nextComment])
      add(commentStatement(source, comment, line, options));
  };
  for (const step of walk(source.items)) {
    const { directive } = step;
    if (step.kind === 'leave') {
      addComments(step.close?.start ?? end, null);
      open.pop();
      continue;
    }
    const read = directive.terminator !== null && directive.stop < end;
    if (directive.body?.kind === 'block' && !read) open.push([]);
    if (!read) continue;
    addComments(directive.start, null);
    const block: Statement[] | null = directive.body?.kind === 'block' ? [] : null;
    add(statementOf(source, directive, options, block));
    // Comments between the words follow the statement, with its line.
    addComments(directive.stop, source.lines.lineAt(directive.start));
    if (block) open.push(block);
  }
  addComments(Number.POSITIVE_INFINITY, null);
  return root;
}

function statementOf(
  source: SourceFile,
  directive: Directive,
  options: StatementOptions,
  block: Statement[] | null,
): Statement {
  const text = textOf(source);
  const name = text(directive.name.value);
  const args = directive.args.map((word) => text(word.value));
  if (directive.body?.kind === 'raw')
    args.push(text(source.text.slice(directive.body.text.start, directive.body.text.end)));
  return {
    ...(options.file === null ? {} : { file: options.file }),
    directive: name,
    line: source.lines.lineAt(directive.start),
    args: name === 'if' ? withoutParentheses(args) : args,
    ...(name === 'include' && options.includes && args.length > 0 ? { includes: options.includes(directive) } : {}),
    ...(block ? { block } : {}),
  };
}

function commentStatement(
  source: SourceFile,
  comment: Token,
  line: number | null,
  options: StatementOptions,
): Statement {
  return {
    ...(options.file === null ? {} : { file: options.file }),
    directive: '#',
    line: line ?? source.lines.lineAt(comment.start),
    args: [],
    comment: textOf(source)(source.text.slice(comment.start + 1, comment.end)).replace(/\r$/, ''),
  };
}

/** crossplane takes the parentheses off a condition. */
function withoutParentheses(args: readonly string[]): string[] {
  const words = [...args];
  const first = words[0];
  const last = words.at(-1);
  if (!first?.startsWith('(') || !last?.endsWith(')')) return words;
  words[0] = first.slice(1).trimStart();
  words[words.length - 1] = (words.at(-1) ?? '').slice(0, -1).trimEnd();
  return words.slice(words[0] === '' ? 1 : 0, words.at(-1) === '' ? -1 : undefined);
}

/** Words of a file that is not UTF-8 are read as that where they can be. */
function textOf({ encoding }: SourceFile): (text: string) => string {
  return encoding === 'latin1' ? (text) => asUtf8(text) ?? text : (text) => text;
}
