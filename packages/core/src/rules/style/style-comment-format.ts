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
  (ctx) => ({
    files(file) {
      if (file.problems.length > 0) return;
      for (const run of runsOf(file)) {
        const texts = run.map((comment) => ({ comment, text: file.text.slice(comment.start, comment.end).trim() }));
        if (texts.some(({ text }) => EXEMPT.test(text))) continue;
        const names = texts.flatMap(({ comment, text }) => {
          const name = directiveIn(text, ctx.model.facts);
          return name === null ? [] : [{ comment, name }];
        });
        const [first] = names;
        const code = first !== undefined && names.length >= ctx.options.lines && names.some(({ name }) => name !== '}');
        if (code) ctx.reportInFile(file.id, first.comment, 'code', { count: names.length, name: first.name });
        const glued = code ? undefined : texts.find(({ text }) => /^#[\p{L}\p{N}]/u.test(text));
        const word = /^#(\S+)/.exec(glued?.text ?? '')?.[1];
        if (glued && word !== undefined)
          ctx.reportInFile(
            file.id,
            { start: glued.comment.start, end: glued.comment.start + 1 + word.length },
            'glued',
            { word },
          );
      }
    },
  }),
);

const EXEMPT = /copyright|licen[cs]e|spdx|managed by|do not edit|^#!|^#nginx-lint/i;

/** Comments on lines of their own that follow each other; one behind a statement stands alone. */
function runsOf(file: SourceFile): readonly (readonly Token[])[] {
  const runs: Token[][] = [];
  let lastLine = Number.NaN;
  for (const comment of file.comments) {
    const line = file.lines.lineAt(comment.start);
    const alone = file.text.slice(file.lines.startOf(line), comment.start).trim() === '';
    if (alone && line === lastLine + 1) runs.at(-1)?.push(comment);
    else runs.push([comment]);
    lastLine = alone ? line : Number.NaN;
  }
  return runs;
}

/** The directive that a line of a comment holds, `}` for the end of a block; null for prose. */
function directiveIn(comment: string, facts: Facts): string | null {
  const text = comment.replace(/^#+[ \t]*/, '').replace(/[ \t]+#.*$/, '');
  if (text === '}') return text;
  const [, name] = /^(\w+)(?:[ \t].*)?[;{}]$/.exec(text) ?? [];
  return name !== undefined && facts.named(name).length > 0 ? name : null;
}
