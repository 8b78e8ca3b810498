import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';
import { isBlock } from '../../model/blocks.ts';
import { areAlike } from '../../model/location-search.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'builtin-variable-overridden',
    group: 'nginx',
    severity: 'warning',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'A variable that nginx or another `map` makes is defined once more',
      why: 'nginx sets variables such as `$host` and `$uri` itself. It refuses a second definition of those that cannot be changed, by a directive as by a named group. Of two maps that make one variable only the last one is used, whatever server they were written for, because variables belong to the whole configuration.',
      bad: 'map $uri $host { default a; }',
      good: 'map $uri $site_host { default a; }',
      context: 'http',
      silent: [
        'for variables that may be changed, such as `$args` and `$limit_rate`',
        'for a `set` of a variable that a map makes, which changes it for one request',
        'for the same map included twice',
      ],
      severities: ['`error` where nginx refuses the second definition'],
      remedy: 'Choose a name that nginx does not use itself, and one for each map.',
      links: ['https://nginx.org/en/docs/varindex.html', 'https://nginx.org/en/docs/http/ngx_http_map_module.html'],
    },
    options: {},
    messages: {
      ...FAULT_MESSAGES,
      twice: ({ variable, directive }: { variable: string; directive: string }) =>
        `"${variable}" is made by another ${directive} as well, and the last one counts everywhere; give them two names`,
    },
  },
  (ctx) => {
    const faults = reportFaults(ctx, 'builtin-variable-overridden');
    return {
      config(model) {
        faults(model);
        for (const [first, second] of repeated(model)) {
          const word = second.node.args.at(-1);
          if (word === undefined) continue;
          const related = [
            { file: first.file, span: first.node.args.at(-1) ?? first.node.name, message: 'makes it too' },
          ];
          const data = { variable: word.value, directive: first.name };
          ctx.report(second, word, 'twice', data, { fatal: false, severity: 'warning', related });
        }
      },
    };
  },
);

/** Tables that make a variable which an earlier one makes, in reading order, with that. */
function repeated(model: ConfigModel): readonly (readonly [first: Occurrence, second: Occurrence])[] {
  const known = new Map<string, Occurrence>();
  const pairs: (readonly [Occurrence, Occurrence])[] = [];
  const tables = ['map', 'geo', 'split_clients'].flatMap((name) => model.named(name));
  for (const table of tables) {
    const variable = table.node.args.at(-1)?.value ?? '';
    if (table.fact === null || !isBlock(table) || !variable.startsWith('$')) continue;
    const key = `${table.context} ${variable.toLowerCase()}`;
    const first = known.get(key);
    if (first === undefined) known.set(key, table);
    else if (first.node !== table.node && !(isSameSource(first, table) && areAlike(first, table)))
      pairs.push([first, table]);
  }
  return pairs;
}

function isSameSource({ node: first }: Occurrence, { node: second }: Occurrence): boolean {
  return first.name.value === second.name.value && first.args[0]?.value === second.args[0]?.value;
}
