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
      summary: 'Databases of GeoIP Legacy, which nobody keeps up to date',
      why: 'The module reads files of the old `.dat` format. MaxMind has published none since 2022, and the free ones ended in 2019: addresses that have moved since then are told to be where they were.',
      bad: 'geoip_country /usr/share/GeoIP/GeoIP.dat;\nserver { listen 80; return 200 $geoip_country_code; }',
      good: 'geo $office { default 0; 192.0.2.0/24 1; }\nserver { listen 80; return 200 $office; }',
      context: 'http',
      silent:
        'At directives of ngx_http_geoip2_module, at `geo`, which has its networks from the configuration, and at `geoip_proxy`, which goes with the databases.',
      remedy:
        'Use the module ngx_http_geoip2 with a database in the `.mmdb` format, or take the country from a header of the provider in front.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_geoip_module.html',
        'https://support.maxmind.com/hc/en-us/articles/4408905868699',
      ],
    },
    options: {},
    messages: {
      legacy: ({ name }: { name: string }) =>
        `"${name}" reads a database of GeoIP Legacy, which has not been updated since 2022; use the geoip2 module and a .mmdb file`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      if (at.fact !== null) ctx.report(at, at.node.name, 'legacy', { name: at.node.name.value });
    };
    return { directives: Object.fromEntries(DATABASES.map((name) => [name, check])) };
  },
);
