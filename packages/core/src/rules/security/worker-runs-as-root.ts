import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'worker-runs-as-root',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'The worker processes run as root',
      why: 'The master process needs root to open ports and read keys, and leaves everything else to workers that do not. With `user root` the workers keep it. A vulnerability in nginx, a module or a Lua script then gives the whole machine away, and a mistake in `root` or `alias` any file on it.',
      bad: 'user root;\nevents { }',
      good: 'user www-data;\nevents { }',
      context: 'main',
      silent: ['without `user`, as nginx is built with another user than root', 'for the group `root`'],
      remedy:
        'Name a user that owns nothing, such as `www-data` or `nginx`, and let it read what is to be served. In a container whose processes are not started by root nginx ignores the line; switch the rule off there.',
      links: ['https://nginx.org/en/docs/ngx_core_module.html#user'],
    },
    options: {},
    messages: {
      root: () =>
        '"user root" lets the workers keep all rights, so that a vulnerability gives the whole machine away; name a user that owns nothing',
    },
  },
  (ctx) => ({
    directives: {
      user(at) {
        const [name] = at.node.args;
        if (name?.value !== 'root' || at.context !== 'main') return;
        // Files that only root may read would no longer be served.
        const edits = [deleteStatement(ctx.model.source(at.file), at.node)];
        const title = 'Remove the line: the user that nginx was built with takes its place';
        ctx.report(at, name, 'root', undefined, { fixes: [{ title, safe: false, edits }] });
      },
    },
  }),
);
