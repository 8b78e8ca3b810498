import { layoutOf } from '../../lint/layout.ts';
import { reportSyntax, SYNTAX_MESSAGES } from '../../lint/report-syntax.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'missing-semicolon',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'safe',
    docs: {
      summary: 'A statement does not end with `;`',
      why: 'nginx reads on to the next `;` or `{`, so that the next line becomes part of this statement. The error that nginx prints names that line or one further down.',
      bad: 'root /srv/www\nindex index.html;',
      good: 'root /srv/www;\nindex index.html;',
      context: 'http, server',
      silent: [
        'for statements that run over several lines',
        'where nginx accepts what it reads, unless the next line begins at the same column with the name of a directive',
      ],
      severities: ['`warning` where nginx accepts what it reads, because the directive takes any number of words'],
      remedy: 'Add the `;` at the end of the line that is marked.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: {},
    messages: {
      ...SYNTAX_MESSAGES,
      swallowed: ({ name, next }: { name: string; next: string }) =>
        `"${name}" goes on with "${next}" from the next line, which nginx accepts; if that begins a line of its own, ";" is missing here`,
    },
  },
  (ctx) => ({
    syntax: reportSyntax(ctx, 'missing-semicolon'),
    config(model) {
      const judge = (at: Occurrence): void => {
        const index = swallowedAt(at, model);
        const next = at.node.args[index];
        if (next === undefined) return;
        const before = at.node.args[index - 1] ?? at.node.name;
        const data = { name: at.name, next: next.value };
        ctx.report(at, before, 'swallowed', data, { fatal: false, severity: 'warning' });
      };
      // Words enough for another statement of two; nearly none has so many.
      for (const file of model.tree.files.values())
        for (const directive of layoutOf(file).spread)
          if (directive.args.length > 2 && !directive.damaged)
            for (const at of model.occurrencesOf(directive)) judge(at);
    },
  }),
);

/**
 * The argument that begins a line just where its directive begins its own, and that may stand there as a directive with
 * arguments: `server_name a` without its end takes `root /srv` for two more names. -1 where there is none.
 */
function swallowedAt(at: Occurrence, model: ConfigModel): number {
  const { name, args } = at.node;
  if (at.fact === null || at.fact.block) return -1;
  const { text, lines } = model.source(at.file);
  const line = lines.lineAt(name.start);
  const margin = text.slice(lines.startOf(line), name.start);
  if (margin.trim() !== '') return -1;
  return args.findIndex((word, index) => {
    const start = lines.startOf(lines.lineAt(word.start));
    const before = args[index - 1] ?? name;
    const beginsLine = before.end <= start && text.slice(start, word.start) === margin;
    const more = index > 0 && index + 1 < args.length && word.quote === null;
    return more && beginsLine && model.facts.place(word.value, at.context).kind === 'known';
  });
}
