import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';
import { lacksEvents, NO_EVENTS_MESSAGE } from '../../nginx/across/sections.ts';
import { point } from '../../text/span.ts';

export default defineRule(
  {
    id: 'required-section-missing',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'The configuration has no `events` block',
      why: 'nginx does not start without `events`, which may be empty. It says `no "events" section in configuration`.',
      bad: 'http {\n    server {\n        listen 80;\n    }\n}',
      good: 'events {\n}\n\nhttp {\n    server {\n        listen 80;\n    }\n}',
      context: 'main',
      silent: ['in fragments', 'where a comment `# nginx-lint context: main` says that the file is a part'],
      remedy: 'Add `events { }` at the main level.',
      links: ['https://nginx.org/en/docs/ngx_core_module.html#events'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({
    config(model) {
      reportFaults(ctx, 'required-section-missing')(model);
      if (model.roots.length === 0 && lacksEvents(model))
        ctx.reportInFile(model.entry, point(0), 'fault', { message: NO_EVENTS_MESSAGE });
    },
  }),
);
