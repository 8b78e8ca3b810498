import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'hsts-unquoted-value',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'safe',
    docs: {
      summary: 'A semicolon cuts the value of a header in two',
      why: 'A directive ends at the first semicolon outside of quotes. nginx reads what comes behind it as another directive, which it does not know.',
      bad: 'add_header Strict-Transport-Security max-age=31536000; includeSubDomains always;',
      good: 'add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;',
      context: 'http, server',
      silent: ['where the rest stands on another line or is no parameter of a header: `unknown-directive` reports it'],
      remedy: 'Put the whole value into quotes; `always` stays outside.',
      links: ['https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'hsts-unquoted-value') }),
);
