import { reportSyntax, SYNTAX_MESSAGES } from '../../lint/report-syntax.ts';
import { defineRule } from '../../lint/rule.ts';
import { isRestOfExpression } from '../../nginx/cut-expression.ts';
import { isRestOfHeader } from '../../nginx/cut-header.ts';
import { either } from '../../nginx/wording.ts';
import { nearest } from '../../text/nearest.ts';

export default defineRule(
  {
    id: 'unknown-directive',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'nginx does not know a directive',
      why: 'nginx refuses to start on a name that none of its modules has. Mostly the name is misspelled, or belongs to a module that the build does not have.',
      bad: 'lisen 8081;',
      good: 'listen 8081;',
      context: 'http, server',
      silent: [
        'for directives of other versions, which `version-unsupported-directive` reports',
        'for directives of known third-party modules and of NGINX Plus, which `module-required` reports',
        'for private directives that the config file names',
        'inside blocks of unknown directives',
        'for the entries of `map`, `geo`, `types` and `split_clients`, which are no directives',
      ],
      remedy: 'Correct the name. Add a directive of a private module under `directives` in the config file.',
      links: ['https://nginx.org/en/docs/dirindex.html'],
    },
    options: {},
    messages: {
      ...SYNTAX_MESSAGES,
      mark: ({ name }: { name: string }) =>
        `the file begins with a byte order mark, which is invisible and which nginx reads as a part of "${name}"; save the file without it`,
      unknown: ({ name, names }: { name: string; names: readonly string[] }) =>
        `unknown directive "${name}"${names.length > 0 ? `; did you mean ${either(names.map((near) => `"${near}"`))}?` : ''}`,
    },
  },
  (ctx) => ({
    syntax: reportSyntax(ctx, 'unknown-directive'),
    refused(at, fault) {
      const word = at.node.name;
      const name = word.value;
      if (fault.kind === 'unknown' && !isRestOfExpression(at) && !isRestOfHeader(at, ctx.model)) {
        if (name.startsWith('\ufeff')) {
          const edits = [{ file: at.file, span: { start: word.start, end: word.start + 1 }, text: '' }];
          const fixes = [{ title: 'Delete the byte order mark', safe: true, edits }];
          ctx.report(at, word, 'mark', { name: name.slice(1) }, { fixes });
          return;
        }
        const names = nearest(name, ctx.model.facts.namesIn(at.context), 2);
        const fixes = names.map((near) => ({
          title: `Write "${near}"`,
          safe: false,
          edits: [{ file: at.file, span: word, text: near }],
        }));
        ctx.report(at, word, 'unknown', { name, names }, { fixes });
      }
    },
  }),
);
