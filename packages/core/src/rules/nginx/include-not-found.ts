import { defineRule } from '../../lint/rule.ts';
import { placeholderIn } from '../../model/placeholders.ts';
import type { TreeProblem } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'include-not-found',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'none',
    docs: {
      summary: 'An included file cannot be read',
      why: 'nginx refuses to start when an `include` names a file that is missing, or something that is no file. It looks for relative names in the folder of the main configuration file, never in that of the including file.',
      bad: 'include snippets/nope.conf;',
      good: 'include mime.types;',
      context: 'http',
      silent: [
        'for patterns (`*`, `?`, `[`) that match nothing, which nginx allows',
        'for files that nginx and its distribution packages ship',
        'in a fragment, for names with a placeholder that is yet to be filled in: `${VERSION}.conf`',
      ],
      severities: [
        '`info` in a fragment whose surroundings are guessed, as the folder of the configuration is guessed too',
        '`info` for a path outside of the checkout, whose file may be on the server',
      ],
      remedy:
        'Correct the name. If the file lives elsewhere in the checkout, map its path with `--map FROM=TO` or `map:` in the config file. `--prefix` sets the folder for relative names.',
      links: ['https://nginx.org/en/docs/ngx_core_module.html#include'],
    },
    options: {},
    messages: {
      missing: ({ path }: { path: string }) =>
        `the included file ${path} does not exist; correct the name, or say with --map or "map:" where it is`,
      elsewhere: ({ path }: { path: string }) =>
        `the included file ${path} lies outside the checkout and is not here, so that it was not read; say with --map or "map:" where it is`,
      unseen: ({ name }: { name: string }) =>
        `the included file "${name}" was not found from this fragment, and so not read; say with --prefix or --map where it is`,
      placeholder: ({ path, placeholder }: { path: string; placeholder: string }) =>
        `the included file ${path} does not exist, as the placeholder "${placeholder}" was not filled in; check what writes this file`,
      folder: ({ path }: { path: string }) =>
        `${path} is a folder, and nginx cannot read it as a file; name the files: ${path}/*.conf`,
      denied: ({ path }: { path: string }) => `the included file ${path} may not be read; change its permissions`,
      failed: ({ path }: { path: string }) => `the included file ${path} cannot be read; correct the name or the file`,
    },
  },
  (ctx) => ({
    tree(problem) {
      if (problem.rule !== 'include-not-found') return;
      const word = problem.at.node.args[0] ?? problem.at.node.name;
      if (problem.failure === 'missing' && problem.elsewhere) {
        ctx.report(problem.at, word, 'elsewhere', { path: problem.path }, { fatal: false, severity: 'info' });
        return;
      }
      // Where a fragment's surroundings are guessed, so is the folder that "/etc/nginx" and relative names stand for.
      const placeholder = placeholderIn(word.value);
      if (problem.failure === 'missing' && !ctx.model.certain) {
        // A name that is yet to be filled in says nothing.
        if (placeholder !== null) return;
        ctx.report(problem.at, word, 'unseen', { name: word.value }, { fatal: false, severity: 'info' });
      } else if (problem.failure === 'missing' && placeholder !== null)
        ctx.report(problem.at, word, 'placeholder', { path: problem.path, placeholder });
      else {
        const doubt = ctx.model.certain ? {} : ({ fatal: false, severity: 'warning' } as const);
        ctx.report(problem.at, word, messageOf(problem), { path: problem.path }, doubt);
      }
    },
  }),
);

function messageOf({ failure }: TreeProblem): 'missing' | 'folder' | 'denied' | 'failed' {
  return failure === 'missing' || failure === 'folder' || failure === 'denied' ? failure : 'failed';
}
