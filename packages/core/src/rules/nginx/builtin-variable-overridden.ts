import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'builtin-variable-overridden',
    group: 'nginx',
    severity: 'warning',
    preset: 'recommended',
    fatal: true,
    fix: 'none',
    docs: {
      summary: 'set/map overwrites a builtin',
      why: 'Variables such as $host and $uri have their values from nginx. It refuses a second definition of those that cannot be changed, by a directive as by a named group of an expression.',
      bad: 'map $uri $host { default a; }',
      good: 'map $uri $site_host { default a; }',
      context: 'http',
      silent: 'At variables that may be changed, such as $args and $limit_rate.',
      remedy: 'Take a name that nginx does not use itself.',
      links: ['https://nginx.org/en/docs/varindex.html'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'builtin-variable-overridden') }),
);
