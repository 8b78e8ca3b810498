import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'analysis-limit',
    group: 'nginx',
    severity: 'warning',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'A part of the configuration was not looked at',
      why: 'Blocks nested very deep, very many directives and includes inside includes are not followed to the end, so that a hostile file cannot hang a pipeline. What lies beyond the limit is not judged.',
      bad: '# 10,000 nested locations',
      good: 'location / { root /srv/www; }',
      context: 'http, server',
      silent: ['for any configuration that people write: the limits are far beyond it'],
      remedy: 'Make the configuration smaller, or split it.',
      links: ['https://nginx.org/en/docs/ngx_core_module.html#include'],
    },
    options: {},
    messages: {
      depth: (_: object) =>
        'blocks or includes are nested too deep here: what is further in was not looked at; split the configuration',
      size: (_: object) => 'the configuration is too large: what comes from here on was not looked at; split it',
    },
  },
  (ctx) => ({
    tree({ rule, at, failure }) {
      if (rule === 'analysis-limit') ctx.report(at, at.node.name, failure === 'too-large' ? 'size' : 'depth', {});
    },
  }),
);
