import type { Facts } from '../../facts/types.ts';
import { defineRule } from '../../lint/rule.ts';
import type { SourceFile, Token } from '../../syntax/nodes.ts';

export default defineRule(
  {
    id: 'style-comment-format',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'none',
    docs: {
      summary: 'A comment holds configuration, or is glued to its `#`',
      why: 'Nobody knows whether directives in a comment still work or why they were switched off, and searches find them like live ones. The history of the repository keeps what is deleted.',
      bad: '#location /a {\n#    root /x;\n#}\nroot /srv;',
      good: '# static files\nroot /srv;',
      context: 'http, server',
      silent: [
        'for one or two directives in a comment',
        'for licences and for marks of tools, such as `# managed by Certbot`',
        'for rulers such as `####` and `#----`',
      ],
      remedy: 'Delete what is no longer used. Write a space behind `#`.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: { lines: 3 },
    optionDocs: { lines: 'How many lines of directives a comment must have to be reported.' },
    messages: {
      code: ({ count, name }: { count: number; name: string }) =>
        `${count} lines of configuration, from "${name}" on, stand in a comment, where nobody knows whether they still hold; delete them`,
      glued: ({ word }: { word: string }) => `"#${word}" is hard to read; write a space behind "#"`,
    },
  },
  (ctx) => {
    const judge = (file: SourceFile, run: readonly Token[]): void => {
      const texts = run.map((comment) => ({ comment, text: file.text.slice(comment.start, comment.end).trim() }));
      if (texts.some(({ text }) => EXEMPT.test(text))) return;
      const names = texts.flatMap(({ comment, text }) => {
        const name = directiveIn(text, ctx.model.facts);
        return name === null ? [] : [{ comment, name }];
      });
      const [first] = names;
      const code = first !== undefined && names.length >= ctx.options.lines && names.some(({ name }) => name !== '}');
      if (code) ctx.reportInFile(file.id, first.comment, 'code', { count: names.length, name: first.name });
      const glued = code ? undefined : texts.find(({ text }) => /^#[\p{L}\p{N}]/u.test(text));
      const word = /^#(\S+)/.exec(glued?.text ?? '')?.[1];
      if (glued === undefined || word === undefined) return;
      const { start } = glued.comment;
      ctx.reportInFile(file.id, { start, end: start + 1 + word.length }, 'glued', { word });
    };
    return {
      files(file) {
        if (file.problems.length > 0) return;
        let from = 0;
        let suspicious = false;
        for (const [index, comment] of file.comments.entries()) {
          suspicious ||= isSuspicious(file, comment);
          if (goesOn(file, comment, file.comments[index + 1])) continue;
          if (suspicious) judge(file, file.comments.slice(from, index + 1));
          from = index + 1;
          suspicious = false;
        }
      },
    };
  },
);

const EXEMPT = /copyright|licen[cs]e|spdx|managed by|do not edit|^#!|^#nginx-lint/i;

/** Comments on lines of their own that follow each other are one; one behind a statement stands alone. */
function goesOn({ text }: SourceFile, comment: Token, next: Token | undefined): boolean {
  if (next === undefined) return false;
  return lineStart(text, next.start) === comment.end + 1 && lineStart(text, comment.start) !== -1;
}

/** Where the line of an offset begins; -1 where more than blanks stands in front of the offset. */
function lineStart(text: string, offset: number): number {
  let at = offset;
  while (isSpace(text.charCodeAt(at - 1))) at--;
  return at === 0 || text.charCodeAt(at - 1) === LF ? at : -1;
}

const [LF, SPACE, BYTE_ORDER_MARK] = [10, 32, 0xfeff];

function isSpace(code: number): boolean {
  return (code <= SPACE && code !== LF) || code === BYTE_ORDER_MARK;
}

/** May it hold a directive, or be glued to its sign? Most are prose, of which nothing need be cut out. */
function isSuspicious({ text }: SourceFile, { start, end }: Token): boolean {
  return SUSPICIOUS.test(text.slice(start + 1, end));
}

/** A letter or digit behind the sign, another comment, or the sign that ends a directive. */
const SUSPICIOUS = /^[^\s!-/:-@[-`{-~]|[^!-\uffff]#|[;{}\u007f-\uffff][^!-\uffff]*$/;

/** The directive that a line of a comment holds, `}` for the end of a block; null for prose. */
function directiveIn(comment: string, facts: Facts): string | null {
  const text = comment.replace(/^#+[ \t]*/, '').replace(/[ \t]+#.*$/, '');
  if (text === '}') return text;
  const [, name] = /^(\w+)(?:[ \t].*)?[;{}]$/.exec(text) ?? [];
  return name !== undefined && facts.named(name).length > 0 ? name : null;
}
