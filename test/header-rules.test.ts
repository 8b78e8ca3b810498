import { rules } from '@nginx-lint/core';
import { expect, it } from 'vitest';
import { fixScenario, lintScenario } from './support/lint-scenario.ts';
import { scenarioOf } from './support/scenario.ts';
import { CERTIFICATE, checkSeverities, type SeverityCase } from './support/severity-cases.ts';

const site = (body: string): string => `server { listen 80; root /srv; ${body} }`;
const secure = (body: string): string => `server { listen 443 ssl; ${CERTIFICATE} ${body} }`;
const hsts = (value: string): string => secure(`add_header Strict-Transport-Security "${value}" always;`);
const pages = 'add_header X-Frame-Options DENY always; add_header X-Served 1 always;';

const CASES: readonly SeverityCase[] = [
  { name: 'no max-age', rule: 'hsts-max-age-too-short', text: hsts('preload'), severities: ['error'] },
  { name: 'max-age=0', rule: 'hsts-max-age-too-short', text: hsts('max-age=0'), severities: ['info'] },
  { name: 'five minutes', rule: 'hsts-max-age-too-short', text: hsts('max-age=300'), severities: ['warning'] },
  {
    name: 'five minutes on purpose',
    rule: 'hsts-max-age-too-short',
    text: hsts('max-age=300'),
    options: { minimum: 300 },
    severities: [],
  },
  {
    name: 'a page is left unprotected',
    rule: 'add-header-not-inherited',
    text: site(`${pages} location /a { add_header X-A 1; }`),
    severities: ['warning'],
  },
  {
    name: 'some other header is lost',
    rule: 'add-header-not-inherited',
    text: site(`${pages} location /a { add_header X-Frame-Options DENY; }`),
    severities: ['info'],
  },
  {
    name: 'a redirect needs no protection of pages',
    rule: 'add-header-not-inherited',
    text: site(`${pages} location /a { add_header X-A 1; return 302 /b; }`),
    severities: ['info'],
  },
  {
    name: 'names that may be lost',
    rule: 'add-header-not-inherited',
    text: site(`${pages} location /a { add_header X-A 1; }`),
    options: { allow: ['x-frame-options', 'X-Served'] },
    severities: [],
  },
  {
    name: 'the headers-more module adds to what is inherited',
    rule: 'add-header-not-inherited',
    text: site(
      'more_set_headers "X-Frame-Options: DENY"; add_header X-Frame-Options DENY; location /a { add_header X-A 1; }',
    ),
    severities: [],
  },
  {
    name: 'a name to say nothing about',
    rule: 'header-obsolete',
    text: site('add_header Pragma no-cache; add_header P3P x;'),
    options: { allow: ['pragma'] },
    severities: ['info'],
  },
  {
    name: 'lines in headers of the headers-more module',
    rule: 'header-multiline',
    text: site("more_set_headers -t text/html 'X-A: a\n  b' 'X-B: c';"),
    severities: ['error'],
  },
  {
    name: 'headers of that module on lines of their own',
    rule: 'header-multiline',
    text: site("more_set_headers 'X-A: a'\n  'X-B: c';"),
    severities: [],
  },
  {
    name: 'an underscore',
    rule: 'header-name-invalid',
    text: site('location / { proxy_set_header X_A 1; proxy_pass http://127.0.0.1:81; }'),
    severities: ['info'],
  },
  {
    name: 'underscores that backends take',
    rule: 'header-name-invalid',
    text: site('location / { proxy_set_header X_A 1; proxy_pass http://127.0.0.1:81; }'),
    options: { underscores: true },
    severities: [],
  },
  {
    name: 'a script may answer',
    rule: 'header-content-type-via-add-header',
    text: site('location /a { add_header Content-Type a/b; content_by_lua_block { ngx.say(1) } }'),
    severities: [],
  },
  {
    name: 'NGINX Plus asks for the health of a backend itself',
    rule: 'proxy-missing-host',
    text: `upstream app { zone app 64k; server 10.0.0.1; } ${site(
      'location @check { internal; proxy_pass http://app; health_check; } location /a { try_files /b @app; } location @app { internal; proxy_pass http://app; health_check; }',
    )}`,
    severities: ['warning'],
  },
  {
    name: 'a fixed Connection for all of a site',
    rule: 'proxy-websocket-headers',
    text: site(
      'location / { proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; proxy_pass http://127.0.0.1:81; }',
    ),
    severities: ['info'],
  },
  {
    name: 'an included file that is not there may set Connection',
    rule: 'proxy-websocket-headers',
    text: site(
      'location /a { proxy_set_header Upgrade $http_upgrade; include gone.conf; proxy_pass http://127.0.0.1:81; }',
    ),
    severities: [],
  },
  {
    name: 'at the edge and behind a proxy',
    rule: 'proxy-forwarded-for-spoofable',
    text: [
      site('location / { proxy_set_header X-Real-IP $http_x_real_ip; proxy_pass http://127.0.0.1:81; }'),
      site(
        'set_real_ip_from 10.0.0.1; location / { proxy_set_header X-Real-IP $http_x_real_ip; proxy_pass http://a:81; }',
      ),
    ].join('\n'),
    severities: ['warning', 'info'],
  },
  {
    name: 'levels and a bound without effect',
    rule: 'ssl-conf-command-downgrade',
    text: secure(
      'ssl_ciphers A:@SECLEVEL=0; ssl_conf_command CipherString A:@SECLEVEL=1; ssl_conf_command MinProtocol TLSv1;',
    ),
    severities: ['warning', 'info', 'info'],
  },
  {
    name: 'styles are less than scripts',
    rule: 'csp-unsafe',
    text: site(`add_header Content-Security-Policy "style-src 'unsafe-inline'; script-src *";`),
    severities: ['hint', 'info'],
  },
  {
    name: 'a backend that sends the headers',
    rule: 'security-headers-missing',
    text: 'server { listen 80; location / { proxy_pass http://127.0.0.1:81; } }',
    options: { backend: true },
    severities: [],
  },
  {
    name: 'a cookie of the configuration itself',
    rule: 'cookie-flags-missing',
    text: secure('add_header Set-Cookie "a=1";'),
    severities: ['warning'],
  },
  {
    name: 'a version to accept',
    rule: 'upstream-ssl-weak-protocols',
    text: site('location / { proxy_ssl_protocols TLSv1 TLSv1.1; proxy_pass https://10.0.0.5; }'),
    options: { allow: ['TLSv1.1'] },
    severities: ['warning'],
  },
];

checkSeverities(CASES);

it('a location that loses Strict-Transport-Security and others is told once of each header', async () => {
  const text = secure(
    'add_header Strict-Transport-Security "max-age=31536000" always; add_header X-Frame-Options DENY always; location /a { add_header X-A 1; }',
  );
  const scenario = { ...scenarioOf(text), context: ['http'] };
  const both = rules.filter(({ id }) => id === 'add-header-not-inherited' || id === 'hsts-dropped-in-child');
  const first = await lintScenario(scenario, both);
  expect(first.diagnostics.map(({ rule, message }) => [rule, message.includes('X-Frame-Options')])).toEqual([
    ['add-header-not-inherited', true],
    ['hsts-dropped-in-child', false],
  ]);
  const second = await lintScenario(fixScenario(scenario, first), both);
  expect((await lintScenario(fixScenario(fixScenario(scenario, first), second), both)).diagnostics).toEqual([]);
});
