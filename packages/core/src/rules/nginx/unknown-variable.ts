import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'unknown-variable',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'A variable is not defined anywhere',
      why: 'Every variable that nginx evaluates must be its own or be defined somewhere in the configuration. nginx refuses any other after it has read everything, and does not say where it stands.',
      bad: 'events { }\nhttp {\n    server { listen 80; return 200 $requst_uri; }\n}',
      good: 'events { }\nhttp {\n    server { listen 80; return 200 $request_uri; }\n}',
      context: 'main',
      silent: [
        'for variables that third-party modules may define',
        'in texts that are not evaluated',
        'in a fragment, around which the variable may be defined',
      ],
      remedy: 'Write the name of a variable that exists, or define it with `set` or `map`.',
      links: ['https://nginx.org/en/docs/varindex.html'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'unknown-variable') }),
);
