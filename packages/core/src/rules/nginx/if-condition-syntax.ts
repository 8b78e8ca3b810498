import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'if-condition-syntax',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'safe',
    docs: {
      summary: 'A condition uses a syntax that nginx does not have',
      why: 'A condition of nginx is a variable, one comparison or one test of a file. It has no `==`, no `&&` and `||`, and no `!` before a variable.',
      bad: 'if ($host == "example.com") { return 404; }',
      good: 'if ($host = "example.com") { return 404; }',
      context: 'http, server',
      silent: ['for conditions that nginx accepts, whatever they mean'],
      remedy: 'Compare with `=`, `!=`, `~` or `~*`. Join conditions with a `map`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#if'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'if-condition-syntax') }),
);
