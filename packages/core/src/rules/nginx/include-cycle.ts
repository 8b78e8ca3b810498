import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { pathOf } from '../../text/file-id.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'include-cycle',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'none',
    docs: {
      summary: 'A file includes itself, directly or through other files',
      why: 'nginx follows the includes until it may open no more files. Then it refuses a plain name. With a pattern it silently finds nothing more, after it has read everything in the circle hundreds of times.',
      bad: 'include conf.d/a.conf;\n# file: conf.d/a.conf\ninclude conf.d/*.conf;',
      good: 'include conf.d/a.conf;\n# file: conf.d/a.conf\ninclude mime.types;',
      context: 'http',
      silent: ['for a file that is included from several places without a way back to itself'],
      remedy: 'Remove the include that closes the circle. A pattern such as `*.conf` may match the file that holds it.',
      links: ['https://nginx.org/en/docs/ngx_core_module.html#include'],
    },
    options: {},
    messages: {
      cycle: ({ path }: { path: string }) => `this include leads back to ${path}, which is being read; remove it`,
    },
  },
  (ctx) => ({
    tree({ rule, at, path }) {
      if (rule !== 'include-cycle') return;
      const related = at.via.map((step) => ({
        file: step.file,
        span: step.include,
        message: 'reached through this include',
      }));
      // Out of open files, a pattern silently finds nothing more, while a plain name is refused.
      const fatal = ctx.model.tree.includeTarget(at.node)?.pattern !== true;
      ctx.report(
        at,
        at.node.args[0] ?? at.node.name,
        'cycle',
        { path: openPath(ctx.model, at) ?? path },
        { related, fatal },
      );
    },
  }),
);

/** Of the files that a pattern matches, the one that is being read. */
function openPath(model: ConfigModel, { node, file, via }: Occurrence): string | null {
  const reading = new Set([model.entry, file, ...via.map((step) => step.file)]);
  const found = model.tree.includeTarget(node)?.files.find((each) => reading.has(each));
  return found === undefined ? null : pathOf(found);
}
