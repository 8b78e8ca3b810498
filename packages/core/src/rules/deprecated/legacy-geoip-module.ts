import { defineRule } from '../../lint/rule.ts';
import type { Occurrence } from '../../tree/tree.ts';

const DATABASES = ['geoip_country', 'geoip_city', 'geoip_org'];

export default defineRule(
  {
    id: 'legacy-geoip-module',
    group: 'deprecated',
    severity: 'info',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'A directive reads a GeoIP Legacy database, which is no longer updated',
      why: 'The module reads databases in the old `.dat` format. MaxMind has published no free ones since 2019 and none at all since 2022. Addresses that have moved since then are placed where they used to be.',
      bad: 'geoip_country /usr/share/GeoIP/GeoIP.dat;\nserver { listen 80; return 200 $geoip_country_code; }',
      good: 'geo $office { default 0; 192.0.2.0/24 1; }\nserver { listen 80; return 200 $office; }',
      context: 'http',
      silent: [
        'for directives of ngx_http_geoip2_module',
        'for `geo`, whose networks stand in the configuration',
        'for `geoip_proxy` and `geoip_proxy_recursive`, which belong to a database that is reported',
      ],
      remedy:
        'Use ngx_http_geoip2_module with a `.mmdb` database, or take the country from a header of the provider in front.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_geoip_module.html',
        'https://support.maxmind.com/hc/en-us/articles/4408905868699',
      ],
    },
    options: {},
    messages: {
      legacy: ({ name }: { name: string }) =>
        `"${name}" reads a GeoIP Legacy database, which has not been updated since 2022; use the geoip2 module with a .mmdb file`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      if (at.fact !== null) ctx.report(at, at.node.name, 'legacy', { name: at.name });
    };
    return { directives: Object.fromEntries(DATABASES.map((name) => [name, check])) };
  },
);
