import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';
import { equalLocations } from '../../nginx/across/locations.ts';

export default defineRule(
  {
    id: 'location-duplicate',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'none',
    docs: {
      summary: 'The same location is declared twice',
      why: 'Of two prefix or exact locations with the same text nginx could use one only, and refuses to start. Of two equal expressions or names it uses the first and does not mention the other.',
      bad: `location /api { return 204; }
location ^~ /api { return 200; }`,
      good: `location /api { return 204; }
location = /api/health { return 200; }`,
      context: 'http, server',
      silent: [
        'for `/a` beside `= /a` or `/a/`, which are other locations',
        'for equal expressions in different blocks',
      ],
      severities: ['`warning` for equal expressions and names, which nginx accepts'],
      remedy: 'Put both into one block, or change the path of one of them.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({
    config(model) {
      reportFaults(ctx, 'location-duplicate')(model);
      for (const { location, first, refused } of equalLocations(model)) {
        // A file that is included twice is location-regex-shadowed's.
        if (refused || (location.match === 'regex' && location.at.node === first.at.node)) continue;
        const { at, word, pattern } = location;
        const message = `location "${pattern}" stands here twice, and nginx uses the first: no request ever comes to this one; put both into one block`;
        const related = [{ file: first.at.file, span: first.word, message: 'nginx uses this one' }];
        ctx.report(at, word, 'fault', { message }, { related, fatal: false, severity: 'warning' });
      }
    },
  }),
);
