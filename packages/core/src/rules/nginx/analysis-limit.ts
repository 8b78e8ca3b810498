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
      why: 'Blocks nested very deep, very many directives, or includes inside includes without end are not followed to the end, so that a hostile file cannot hang a pipeline. What lies beyond may hold anything.',
      bad: '# 10,000 nested locations',
      good: 'location / { root /srv/www; }',
      context: 'http, server',
      silent: 'On any configuration that people write: the limits are far beyond it.',
      remedy: 'Make the configuration smaller, or split it.',
      links: [],
    },
    options: {},
    messages: {
      depth: (_: object) => 'blocks or includes are nested too deep here; what is further in was not looked at',
      size: (_: object) => 'the configuration is too large; what comes from here on was not looked at',
    },
  },
  (ctx) => ({
    tree({ rule, at, failure }) {
      if (rule === 'analysis-limit') ctx.report(at, at.node.name, failure === 'too-large' ? 'size' : 'depth', {});
    },
  }),
);
