import { insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';

const LINE = 'worker_processes auto;';

export default defineRule(
  {
    id: 'worker-processes-unset',
    group: 'performance',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    absence: true,
    docs: {
      summary: 'One worker process serves everything, because `worker_processes` is not set',
      why: 'nginx starts a single worker unless told otherwise, and a worker runs on one core. `auto` starts as many as the machine has cores.',
      bad: 'events { }\nhttp { server { listen 80; } }',
      good: 'worker_processes auto;\nevents { }\nhttp { server { listen 80; } }',
      context: 'main',
      silent: [
        'for any number that is written down, even 1',
        'in fragments',
        'where a file included at the main level cannot be read, other than folders of modules',
        'with `master_process off`, which starts no workers',
      ],
      remedy: 'Add `worker_processes auto;` at the main level, or the number that is meant.',
      links: ['https://nginx.org/en/docs/ngx_core_module.html#worker_processes'],
    },
    options: {},
    messages: {
      unset: () => `nginx starts one worker and uses one core, as there is no "worker_processes"; add "${LINE}"`,
    },
  },
  (ctx) => ({
    config(model) {
      const events = model.roots.find(({ name }) => name === 'events');
      if (events === undefined || events.implied || !model.tree.whole || hasUnreadMain(model)) return;
      // One in another block is reported as misplaced.
      if (model.named('worker_processes').length > 0) return;
      if (model.named('master_process').some(({ node }) => node.args[0]?.value.toLowerCase() === 'off')) return;
      const edits = [insertBefore(model.source(events.file), events.node, [LINE])];
      const fixes = events.via.length > 0 ? [] : [{ title: `Add "${LINE}"`, safe: true, edits }];
      ctx.report(events, events.node.name, 'unset', undefined, { fixes });
    },
  }),
);

/** Files that load modules are on each machine others, and hold nothing else. */
function hasUnreadMain({ roots, tree }: ConfigModel): boolean {
  return roots.some(({ node }) => {
    if (node.name.value !== 'include' || /modules/.test(node.args[0]?.value ?? '')) return false;
    return tree.includeTarget(node)?.files.length === 0;
  });
}
