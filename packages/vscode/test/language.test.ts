import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')) as T;
}

const [language] = read<{ contributes: { languages: { firstLine: string }[] } }>('package.json').contributes.languages;
const configuration = read<{
  wordPattern: string;
  indentationRules: { increaseIndentPattern: string; decreaseIndentPattern: string };
  onEnterRules: { beforeText: string; afterText: string }[];
}>('language-configuration.json');

describe('the first line', () => {
  const first = new RegExp(language?.firstLine ?? '(?!)');
  it.each([
    ...['user www-data;', 'worker_processes auto;', 'events {', 'http{', 'server {', '  server {', 'upstream back {'],
    ...['map $http_upgrade $connection_upgrade {', 'load_module modules/ngx_stream_module.so;', 'pid /run/nginx.pid;'],
  ])('is of nginx: %s', (line) => expect(first.test(line)).toBe(true));
  it.each([
    ...['<VirtualHost *:80>', '[Unit]', 'server = a', 'user = www-data;', 'user: x', 'map'],
    ...['server.port = 80', 'server 10.0.0.1', 'const http = {', 'events: {', '# nginx', 'global', 'user root'],
  ])('says nothing: %s', (line) => expect(first.test(line)).toBe(false));
});

describe('words, for double clicks', () => {
  const words = (text: string): string[] =>
    [...text.matchAll(new RegExp(configuration.wordPattern, 'g'))].map(([word]) => word);
  it.each([
    ['proxy_pass http://back$request_uri;', ['proxy_pass', 'http://back', '$request_uri']],
    ['set $my_var "a ${host}b";', ['set', '$my_var', 'a', '${host}', 'b']],
    ['listen 443 ssl;', ['listen', '443', 'ssl']],
    ['zone=api:10m', ['zone', 'api:10m']],
    ['root /srv/www-data/html;', ['root', '/srv/www-data/html']],
  ])('of %s', (text, expected) => expect(words(text)).toEqual(expected));
});

describe('indentation', () => {
  const deeper = new RegExp(configuration.indentationRules.increaseIndentPattern);
  const back = new RegExp(configuration.indentationRules.decreaseIndentPattern);
  it.each(['server {', 'location ~ "^/{2}" {', 'http { # all', "if ($a = '{') {", 'map $a $b{'])(
    'grows behind %s',
    (line) => expect(deeper.test(line)).toBe(true),
  );
  it.each(['# server {', 'listen 80;', 'return 200 "{";', 'server { }', "return 200 '{"])('stays behind %s', (line) =>
    expect(deeper.test(line)).toBe(false),
  );
  it('shrinks at a brace that closes', () => {
    expect([back.test('  }'), back.test('  a }')]).toEqual([true, false]);
  });
  it('goes on with a comment that is cut in two', () => {
    const [rule] = configuration.onEnterRules;
    expect(new RegExp(rule?.beforeText ?? '').test('  # a')).toBe(true);
    expect(new RegExp(rule?.afterText ?? '').test(' b')).toBe(true);
  });
});
