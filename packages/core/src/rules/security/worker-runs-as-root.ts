import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'worker-runs-as-root',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'The processes that answer requests run as root',
      why: 'The master process needs root to open ports and to read keys, and gives everything else to workers that do not. With `user root` the workers keep it: a flaw in nginx, in a module or in a script of Lua gives the whole machine away, and a mistake in `root` or `alias` any file on it.',
      bad: 'user root;\nevents { }',
      good: 'user www-data;\nevents { }',
      context: 'main',
      silent:
        'Without `user`, as the user that nginx was built with is never root, and for the group `root`. In a container whose processes are not started by root nginx ignores the line, which nobody sees here.',
      remedy: 'Name a user that owns nothing, such as `www-data` or `nginx`, and let it read what is to be served.',
      links: ['https://nginx.org/en/docs/ngx_core_module.html#user'],
    },
    options: {},
    messages: {
      root: () =>
        '"user root" lets the workers keep all rights, so that a flaw in one of them gives the machine away; name a user that owns nothing',
    },
  },
  (ctx) => ({
    directives: {
      user(at) {
        const [name] = at.node.args;
        if (name?.value !== 'root' || at.context !== 'main') return;
        const edits = [deleteStatement(ctx.model.source(at.file), at.node)];
        const title = 'Remove the line: the user that nginx was built with takes its place';
        ctx.report(at, name, 'root', undefined, { fixes: [{ title, safe: true, edits }] });
      },
    },
  }),
);
