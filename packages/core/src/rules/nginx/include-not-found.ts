import { defineRule } from '../../lint/rule.ts';
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
      why: 'nginx refuses to start when a file that an `include` names is missing or no file. It looks for relative names in the folder of the main configuration file, never in that of the including file.',
      bad: 'include snippets/nope.conf;',
      good: 'include mime.types;',
      context: 'http',
      silent:
        'At patterns (`*`, `?`, `[`) that match nothing, which nginx allows, and at the files that nginx and its distribution packages ship. A path that leads out of a checkout is an `info`, as its file may well be on the server.',
      remedy:
        'Correct the name. If the file lives elsewhere in the checkout, map its path with `--map FROM=TO` or `map:` in the config file; `--prefix` sets the folder for relative names.',
      links: ['https://nginx.org/en/docs/ngx_core_module.html#include'],
    },
    options: {},
    messages: {
      missing: ({ path }: { path: string }) => `the included file ${path} does not exist`,
      elsewhere: ({ path }: { path: string }) =>
        `the included file ${path} lies outside the checkout and is not here, so that it was not read; say with --map or "map:" where it is`,
      folder: ({ path }: { path: string }) =>
        `${path} is a folder, and nginx cannot read it as a file; name the files: ${path}/*.conf`,
      denied: ({ path }: { path: string }) => `the included file ${path} may not be read`,
      failed: ({ path }: { path: string }) => `the included file ${path} cannot be read`,
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
      // Where a fragment's surroundings are guessed, so is the folder in which relative names begin.
      const fatal = ctx.model.certain || word.value.startsWith('/');
      ctx.report(
        problem.at,
        word,
        messageOf(problem),
        { path: problem.path },
        fatal ? {} : { fatal, severity: 'warning' },
      );
    },
  }),
);

function messageOf({ failure }: TreeProblem): 'missing' | 'folder' | 'denied' | 'failed' {
  return failure === 'missing' || failure === 'folder' || failure === 'denied' ? failure : 'failed';
}
