import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'directive-duplicate',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'safe',
    docs: {
      summary: 'A directive that may stand once in a block stands there twice',
      why: 'nginx refuses the second one, even if it says the same. Often each of two included files sets it.',
      bad: 'root /srv/a;\nroot /srv/b;',
      good: 'root /srv/a;',
      context: 'http, server',
      silent: [
        'for directives that make a list, such as `add_header`, `access_log`, `index` and `allow`',
        'for the same directive in an outer and an inner block, where the inner one wins',
      ],
      remedy: 'Remove one of them. The fix removes only a directive that repeats the other word for word.',
      links: ['https://nginx.org/en/docs/dirindex.html'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'directive-duplicate') }),
);
