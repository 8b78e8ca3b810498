import {
  createFacts,
  createModel,
  createSettings,
  fileAt,
  lint,
  loadFragment,
  memoryFiles,
  rules,
} from '@nginx-lint/core';
import { expect, it } from 'vitest';
import { CERTIFICATE, checkSeverities, type SeverityCase } from './support/severity-cases.ts';

const HSTS = 'add_header Strict-Transport-Security "max-age=31536000" always;';

const old = `server { listen 443 ssl; ${CERTIFICATE} ssl_protocols SSLv3 TLSv1 TLSv1.1 TLSv1.2; }`;
const bare = (names: string, body = 'return 204;'): string =>
  `server { listen 443 ssl; server_name ${names}; ${CERTIFICATE} ${body} }`;
const below = (location: string): string =>
  `server { listen 443 ssl; ${CERTIFICATE} ${HSTS} location ${location} { add_header X-A 1; return 204; } }`;
const plain = (body: string): string => `server { listen 80; ${body} }`;

const CASES: readonly SeverityCase[] = [
  { name: 'every version', rule: 'ssl-weak-protocols', text: old, severities: ['error', 'error', 'error'] },
  {
    name: 'old clients',
    rule: 'ssl-weak-protocols',
    text: old,
    options: { profile: 'old' },
    severities: ['error', 'warning', 'warning'],
  },
  {
    name: 'allowed versions',
    rule: 'ssl-weak-protocols',
    text: old,
    options: { allow: ['TLSv1', 'TLSv1.1'] },
    severities: ['error'],
  },
  {
    name: 'a list that no server uses yet',
    rule: 'ssl-weak-protocols',
    text: 'ssl_protocols TLSv1 TLSv1.2; server { listen 80; }',
    severities: ['info'],
  },
  { name: 'a server', rule: 'hsts-missing', text: bare('a.example'), severities: ['warning'] },
  {
    name: 'an include that is not there',
    rule: 'hsts-missing',
    text: bare('a.example', 'include lost.conf;'),
    severities: [],
  },
  {
    name: 'ignored names',
    rule: 'hsts-missing',
    text: bare('a.internal A.Corp'),
    options: { ignoreNames: ['*.internal', 'a.corp'] },
    severities: [],
  },
  {
    name: 'one name that is not ignored',
    rule: 'hsts-missing',
    text: bare('a.internal a.example'),
    options: { ignoreNames: ['*.internal'] },
    severities: ['warning'],
  },
  {
    name: 'a backend that sends it',
    rule: 'hsts-missing',
    text: bare('a.example', 'location / { proxy_pass http://127.0.0.1:8080; }'),
    options: { backend: true },
    severities: [],
  },
  {
    name: 'no backend to send it',
    rule: 'hsts-missing',
    text: bare('a.example', 'location / { root /srv; }'),
    options: { backend: true },
    severities: ['warning'],
  },
  {
    name: 'other modules that send it',
    rule: 'hsts-missing',
    text: `${bare('a.example', 'more_set_headers -s "200 301" "Strict-Transport-Security: max-age=9";')}
      ${bare('b.example', 'security_headers on;')}
      ${bare('c.example', 'header_filter_by_lua_file headers.lua;')}`,
    severities: [],
  },
  {
    name: 'other headers of other modules',
    rule: 'hsts-missing',
    text: bare('a.example', 'more_set_headers "X-Strict-Transport-Security: 1" "Strict-Transport-Security:";'),
    severities: ['warning'],
  },
  { name: 'a folder', rule: 'hsts-dropped-in-child', text: below('/a/'), severities: ['warning'] },
  { name: 'the whole site', rule: 'hsts-dropped-in-child', text: below('/'), severities: ['error'] },
  { name: 'a page', rule: 'hsts-dropped-in-child', text: below('= /index.html'), severities: ['error'] },
  {
    name: 'an empty value',
    rule: 'hsts-dropped-in-child',
    text: below('/a/').replace('X-A 1', 'Strict-Transport-Security ""'),
    severities: ['info'],
  },
  {
    name: 'out of the folder, out of an internal one, and beside it',
    rule: 'alias-traversal',
    text: plain('location /a { alias /d/; } location /b { internal; alias /d/; } location /c { alias /d/c; }'),
    severities: ['error', 'warning', 'warning'],
  },
  { name: 'a server', rule: 'root-missing', text: plain('server_name a.example;'), severities: ['warning'] },
  {
    name: 'a server with directives of other modules',
    rule: 'root-missing',
    text: plain('more_set_headers "X-A: 1"; location / { index index.html; }'),
    severities: ['info'],
  },
  {
    name: 'an include that is not there',
    rule: 'root-missing',
    text: plain('include lost.conf; location / { index index.html; }'),
    severities: ['info'],
  },
  {
    name: 'the disk and the folder of sites',
    rule: 'root-sensitive-directory',
    text: plain('root /srv; location /a { alias /; }'),
    severities: ['info', 'error'],
  },
  {
    name: 'an allowed folder',
    rule: 'root-sensitive-directory',
    text: plain('root /etc/pki/public/a;'),
    options: { allow: ['/etc/pki/public/'] },
    severities: [],
  },
];

checkSeverities(CASES);

it('says what is absent more quietly where the surroundings of a fragment are guessed', async () => {
  const entry = fileAt('/etc/nginx/site.conf');
  const files = memoryFiles({ '/etc/nginx/site.conf': bare('a.example', '') });
  const model = createModel(await loadFragment(entry, null, { files, facts: createFacts() }));
  expect(model.certain).toBe(false);
  const absent = rules.filter(({ id }) => id === 'hsts-missing' || id === 'root-missing');
  const { diagnostics } = lint(model, absent, createSettings());
  expect(diagnostics.map(({ rule, severity }) => [rule, severity]).sort()).toEqual([
    ['hsts-missing', 'info'],
    ['root-missing', 'info'],
  ]);
});
