import type { Fix } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import { parseNumber } from '../../nginx/units.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** The limit that a process has without being told. */
const USUAL = 1024;

export default defineRule(
  {
    id: 'worker-connections-vs-nofile',
    group: 'performance',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'A worker may open fewer files than its connections need',
      why: 'A request that nginx passes on takes two file descriptors, one for the client and one for the backend, and a file takes one more. At the limit of `worker_rlimit_nofile` nginx can accept and open nothing: `Too many open files`.',
      bad: 'worker_rlimit_nofile 1024;\nevents { worker_connections 4096; }\nhttp { server { listen 80; } }',
      good: 'worker_rlimit_nofile 16384;\nevents { worker_connections 4096; }\nhttp { server { listen 80; } }',
      context: 'main',
      silent: ['with 512 connections or less, the default, where no limit is set'],
      severities: ['`warning` where the limit is set and too low; without one, systemd or a container may set it'],
      remedy: 'Set `worker_rlimit_nofile` to at least twice `worker_connections`.',
      links: [
        'https://nginx.org/en/docs/ngx_core_module.html#worker_rlimit_nofile',
        'https://nginx.org/en/docs/ngx_core_module.html#worker_connections',
      ],
    },
    options: {},
    messages: {
      low: ({ limit, connections }: { limit: number; connections: number }) =>
        `${limit} descriptors are not enough for ${connections} connections of a worker, which take two each for a proxied request; use ${2 * connections}`,
      unset: ({ connections }: { connections: number }) =>
        `${connections} connections of a worker need ${2 * connections} descriptors, and many systems give a process ${USUAL}; add "worker_rlimit_nofile"`,
    },
  },
  (ctx) => ({
    config(model) {
      const events = model.roots.find(({ name }) => name === 'events');
      if (events === undefined) return;
      const [setting] = own(events, 'worker_connections');
      const word = setting?.node.args[0];
      const connections = word === undefined ? 512 : (parseNumber(word.value) ?? 0);
      const limit = model.roots.find(({ name }) => name === 'worker_rlimit_nofile');
      const given = limit?.node.args[0];
      if (limit !== undefined && given !== undefined) {
        const number = parseNumber(given.value);
        if (number === null || number >= 2 * connections) return;
        const at = setting ?? events;
        const related = [{ file: at.file, span: word ?? at.node.name, message: `allows ${connections} connections` }];
        const span = { start: given.start, end: given.end };
        const edits = [{ file: limit.file, span, text: String(2 * connections) }];
        const fixes = [{ title: `Use ${2 * connections}`, safe: false, edits }];
        ctx.report(limit, given, 'low', { limit: number, connections }, { severity: 'warning', related, fixes });
      } else if (setting !== undefined && word !== undefined && 2 * connections > USUAL && isWhole(model)) {
        ctx.report(setting, word, 'unset', { connections }, { fixes: added(model, events, connections) });
      }
    },
  }),
);

const isWhole = ({ tree, roots }: ConfigModel): boolean =>
  tree.whole &&
  roots.every(
    ({ node }) =>
      node.name.value !== 'include' ||
      /modules/.test(node.args[0]?.value ?? '') ||
      tree.includeTarget(node)?.files.length !== 0,
  );

function added(model: ConfigModel, events: Occurrence, connections: number): Fix[] {
  if (events.via.length > 0) return [];
  const line = `worker_rlimit_nofile ${2 * connections};`;
  return [
    { title: `Add "${line}"`, safe: false, edits: [insertBefore(model.source(events.file), events.node, [line])] },
  ];
}
