import { defineRule } from '../../lint/rule.ts';
import { shownLocation } from '../../model/location-search.ts';
import { passesOf } from '../../model/passes.ts';
import { isAllSeen } from '../../model/seen.ts';
import { loopOf } from '../../route/loops.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'proxy-to-self',
    group: 'proxy',
    severity: 'error',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'A `proxy_pass` leads back to its own location',
      why: 'nginx asks itself, the same location takes the request and asks again, until all `worker_connections` are used up. A single request is enough to keep everybody else out for a while.',
      bad: 'events { }\nhttp {\n    server {\n        listen 8080;\n        location / { proxy_pass http://127.0.0.1:8080; }\n    }\n}',
      good: 'events { }\nhttp {\n    server {\n        listen 8080;\n        location / { proxy_pass http://127.0.0.1:9090; }\n    }\n}',
      context: 'main',
      silent: [
        'where the `Host`, the path or a header that is passed on leads to another server or location',
        'where a prefix gets shorter each time, so that the circle ends',
        'for groups of several servers, and for addresses that only the machine knows',
        'where a part of the configuration is out of sight',
      ],
      remedy:
        'Write the address of the backend. If nginx is to ask another server of its own, pass on a `Host` that selects it.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass',
        'https://nginx.org/en/docs/http/request_processing.html',
      ],
    },
    options: {},
    messages: {
      same: ({ target, location }: { target: string; location: string }) =>
        `"${target}" leads back to location ${location} itself: a request goes round until no connection is left; correct the address`,
      round: ({ target, location, by }: { target: string; location: string; by: string }) =>
        `"${target}" leads to location ${by}, and from there back to ${location}: a request goes round until no connection is left; correct one of the addresses`,
    },
  },
  (ctx) => ({
    config(model) {
      const told = new Set<Occurrence>();
      for (const pass of passesOf(model)) {
        if (pass.module !== 'proxy' || told.has(pass.block) || !isAllSeen(model)) continue;
        const loop = loopOf(model, pass);
        const [word] = pass.at.node.args;
        const location = model.location(pass.at);
        if (loop === null || word === undefined || location === null) continue;
        for (const block of [pass.block, ...loop]) told.add(block);
        const [first] = loop;
        const data = { target: word.value, location: shownLocation(location) };
        if (first === undefined) {
          ctx.report(pass.at, word, 'same', data);
          continue;
        }
        const through = model.location(first);
        const by = through === null ? 'of another server' : shownLocation(through);
        const related = loop.map(({ file, node }) => ({
          file,
          span: node.name,
          message: 'the circle leads through here',
        }));
        ctx.report(pass.at, word, 'round', { ...data, by }, { related });
      }
    },
  }),
);
