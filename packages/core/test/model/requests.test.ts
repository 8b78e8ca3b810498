import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { createModel } from '../../src/model/model.ts';
import { groupOf, isChecked, isFilledAtRunTime, isNamed, livePeers } from '../../src/model/peers.ts';
import { authSubrequests, isClientOf, isPublicName, proxyRequest, unseenParts } from '../../src/model/requests.ts';
import type { ConfigModel } from '../../src/model/types.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadFragment } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';
import type { Occurrence } from '../../src/tree/tree.ts';

async function http(text: string, more: Record<string, string> = {}): Promise<ConfigModel> {
  const files = memoryFiles({ '/etc/nginx/a.conf': text, ...more });
  const options = { files, facts: createFacts(), prefix: '/etc/nginx' };
  return createModel(await loadFragment(fileAt('/etc/nginx/a.conf'), ['http'], options));
}

function only(model: ConfigModel, name: string): Occurrence {
  const [found] = model.named(name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('isPublicName', () => {
  it.each([
    ['api.example.com', true],
    ['bucket.s3.example.', true],
    ['localhost', false],
    ['app', false],
    ['10.0.0.1', false],
    ['[::1]', false],
    ['db.internal', false],
    ['printer.local', false],
    ['nas.home.arpa', false],
  ])('%s: %s', (name, expected) => {
    expect(isPublicName(name)).toBe(expected);
  });
});

describe('unseenParts', () => {
  it.each([
    ['a file that is missing', 'include gone.conf;', '', true],
    ['a pattern that matches nothing', 'include gone/*.conf;', '', false],
    ['a file that is there', 'include there.conf;', '', false],
    ['a missing file beside headers of the location', 'include gone.conf; proxy_set_header A b;', '', true],
    ['a missing file further out than the headers', 'proxy_set_header A b;', 'include gone.conf;', false],
    ['a missing file further out', '', 'include gone.conf;', true],
  ])('%s', async (_, inner, outer, expected) => {
    const text = `server { ${outer} location / { ${inner} proxy_pass http://app; } }`;
    const model = await http(text, { '/etc/nginx/there.conf': 'proxy_buffering off;' });
    expect(unseenParts(model)(only(model, 'location'), 'proxy_set_header')).toBe(expected);
  });
});

describe('isClientOf', () => {
  it.each([
    ['https://api.example.com', '', true],
    ['https://api.example.com', 'Host $host', false],
    ['https://api.example.com', 'Host $proxy_host', true],
    ['http://api.example.com', '', false],
    ['http://api.example.com', 'Host api.example.com', true],
    ['http://10.0.0.1', 'Host api.example.com', false],
    ['https://10.0.0.1', '', false],
    ['http://unix:/run/app.sock', '', false],
    ['http://$app', '', false],
    ['https://$app', '', true],
    ['http://$http_host', '', true],
    ['http://${arg_url}', '', true],
    ['http://app/$uri', '', false],
  ])('%s with "%s": %s', async (target, header, expected) => {
    const line = header === '' ? '' : `proxy_set_header ${header};`;
    const model = await http(`server { location / { ${line} proxy_pass ${target}; } }`);
    const pass = only(model, 'proxy_pass');
    const request = proxyRequest(model, pass);
    expect(request && isClientOf(model, request, pass)).toBe(expected);
  });
});

describe('authSubrequests', () => {
  it.each([
    ['location = /auth', '', 'auth_request /auth;', '', true],
    ['location /auth', '', 'auth_request /auth?x=1;', '', true],
    ['location /auth', 'internal;', 'auth_request /auth/check;', '', true],
    ['location /auth', '', 'auth_request /auth/check;', '', false],
    ['location = /auth', '', '', 'auth_request /auth;', true],
    ['location = /auth', '', 'auth_request off;', '', false],
    ['location = /other', 'internal;', 'auth_request /auth;', '', false],
  ])('%s { %s } with "%s" in the server, "%s" around it', async (location, own, server, outer, expected) => {
    const model = await http(`${outer} server { ${server} ${location} { ${own} proxy_pass http://app; } }`);
    expect(authSubrequests(model)(only(model, 'proxy_pass'))).toBe(expected);
  });

  it('says nothing of another server', async () => {
    const model = await http(
      'server { location = /auth { proxy_pass http://app; } }\nserver { auth_request /auth; location / { return 204; } }',
    );
    expect(authSubrequests(model)(only(model, 'proxy_pass'))).toBe(false);
  });
});

describe('a group', () => {
  it.each([
    ['server 10.0.0.1;', false],
    ['server 10.0.0.1; keepalive 4;', false],
    ['zone z 1m; server 10.0.0.1;', false],
    ['zone z 1m; state s;', true],
    ['server 0.0.0.1; balancer_by_lua_file b.lua;', true],
    ['zone z 1m; server a.example service=http resolve;', true],
    ['include gone.conf;', true],
    ['include servers.conf;', false],
  ])('{ %s } gets servers at run time: %s', async (body, expected) => {
    const model = await http(`upstream u { ${body} }`, { '/etc/nginx/servers.conf': 'server 10.0.0.1;' });
    const [group] = model.upstreams;
    expect(group && isFilledAtRunTime(model, group)).toBe(expected);
  });

  it('gets servers through the API of NGINX Plus', async () => {
    const model = await http(
      'upstream u { zone u 64k; server 10.0.0.1 down; } server { location / { api write=on; } }',
    );
    expect(isFilledAtRunTime(model, model.upstreams[0] ?? expect.fail('no group'))).toBe(true);
  });

  it.each([
    ['health_check;', '', true],
    ['', '', false],
    ['', 'check interval=3000;', true],
  ])('is checked by "%s" in the location, "%s" in the group: %s', async (location, group, expected) => {
    const model = await http(
      `upstream u { server 10.0.0.1; ${group} }\nserver { location / { proxy_pass http://u; ${location} } }`,
    );
    const upstream = groupOf(model, only(model, 'proxy_pass'));
    expect(upstream && isChecked(model, upstream)).toBe(expected);
  });

  it('counts servers that are not down, and knows names from addresses', async () => {
    const model = await http(
      'upstream u { server a:80; server unix:/s; server [::1]:80 backup; server 1.2.3.4 down; }',
    );
    const live = livePeers(model.upstreams[0] ?? expect.fail('no group'));
    expect(live.map((server) => [server.address.value, isNamed(server)])).toEqual([
      ['a:80', true],
      ['unix:/s', false],
      ['[::1]:80', false],
    ]);
  });
});
