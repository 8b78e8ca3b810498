import { expect, it } from 'vitest';
import { responseHeaders } from '../../src/route/headers.ts';
import { locationHeader } from '../../src/route/location-header.ts';
import { exchangeOf } from './exchange-of.ts';

const INHERITANCE = `
events { }
http {
    add_header X-Http 1;
    add_header X-Same http;
    server {
        add_header_inherit merge;
        add_header X-Server 2;
        location /a/ { add_header X-Same a; }
        location /b/ { add_header_inherit on; add_header X-B b; }
        location /c/ { add_header_inherit off; }
        location /d/ {
            add_header_inherit off;
            add_header X-D d;
            location /d/e/ { add_header_inherit merge; add_header X-E e; }
        }
        location /f/ { if ($arg_x) { add_header X-If 1; } }
        location /g/ { }
    }
}
`;

// As nginx 1.31.5 answered.
it.each([
  ['location /a/', 'x-same=a x-server=2 x-http=1 x-same=http'],
  ['location /b/', 'x-b=b'],
  ['location /c/', ''],
  ['location /d/', 'x-d=d'],
  ['location /d/ > location /d/e/', 'x-e=e x-d=d'],
  ['location /f/', 'x-server=2 x-http=1 x-same=http'],
  ['location /f/ > if', 'x-if=1 x-server=2 x-http=1 x-same=http'],
  ['location /g/', 'x-server=2 x-http=1 x-same=http'],
])('add_header_inherit in %s', async (path, expected) => {
  const { exchange } = await exchangeOf(INHERITANCE, { block: `http > server > ${path}` });
  const headers = responseHeaders(exchange, 200, 'inline');
  expect(headers.map(([name, value]) => `${name}=${value}`).join(' ')).toBe(expected);
});

const ANY =
  'events { } http { server { server_name $hostname; location / { } location /n/ { server_name_in_redirect on; } } }';

// ngx_http_header_filter(): what loopback without TLS cannot show.
it.each([
  ['https', 443, 'a.test', 'https://a.test/x'],
  ['https', 80, 'a.test', 'https://a.test:80/x'],
  ['http', 443, 'a.test', 'http://a.test:443/x'],
  ['http', 80, 'a.test', 'http://a.test/x'],
] as const)('Location at %s port %i', async (scheme, port, host, expected) => {
  const { exchange } = await exchangeOf(ANY, { block: 'http > server > location /' });
  const request = { ...exchange.request, scheme, connect: { ...exchange.request.connect, port } };
  expect(locationHeader({ ...exchange, request, host }, '/x')).toBe(expected);
});

it('Location without a name is the address, and of a machine nobody can tell', async () => {
  const { exchange } = await exchangeOf(ANY, { block: 'http > server > location /n/' });
  expect(locationHeader(exchange, '/x')).toEqual({ unknown: 'the name of the machine' });
  const unix = { ...exchange.request, connect: { family: 'unix', host: '/run/s', port: 0 } as const };
  const plain = { ...exchange, block: exchange.server.at, host: '' };
  expect(locationHeader({ ...plain, request: unix }, '/x')).toBe('http://unix:/run/s/x');
  const six = { ...exchange.request, connect: { family: 'inet6', host: '2001:DB8:0::1', port: 80 } as const };
  expect(locationHeader({ ...plain, request: six }, '/x')).toBe('http://2001:db8::1/x');
});
