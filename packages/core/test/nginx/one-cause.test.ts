import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { lint } from '../../src/lint/run.ts';
import { createSettings } from '../../src/lint/settings.ts';
import { createModel } from '../../src/model/model.ts';
import { rules } from '../../src/rules/index.generated.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadFragment, loadTree } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';

const only = new Set([
  ...['cache-zone-undefined', 'log-format-undefined', 'ssl-certificate-missing', 'upstream-no-live-server'],
  ...['directive-invalid-value', 'directive-argument-count', 'directive-not-allowed-here', 'unknown-directive'],
  ...['include-not-found', 'grpc-without-http2', 'protected-prefix-bypassed-by-regex'],
]);

const TLS = 'listen 443 ssl; ssl_certificate a.pem; ssl_certificate b.pem; ssl_certificate_key a.key;';

/** `rule severity`, with `!` behind what nginx would refuse; words of the message behind a colon. */
const CASES: readonly (readonly [name: string, text: string, said: readonly string[]])[] = [
  [
    'a zone whose size is refused is not missing as well',
    'events { } http { proxy_cache_path /c keys_zone=pages:SIZE; server { proxy_cache pages; } }',
    ['directive-invalid-value error!'],
  ],
  [
    'another zone is',
    'events { } http { proxy_cache_path /c keys_zone=pages:SIZE; server { proxy_cache other; } }',
    ['cache-zone-undefined error!', 'directive-invalid-value error!'],
  ],
  [
    'capitals are not written for a format',
    'events { } http { access_log /a LOG_FORMAT; }',
    ['log-format-undefined error!: if it is a placeholder, it was not filled in'],
  ],
  [
    'words of one placeholder',
    'events { } http { server { set $proto <http or https>; } }',
    ['directive-argument-count error!: "<http or https>" was not filled in'],
  ],
  [
    'a module that keeps the keys elsewhere',
    `events { } http { server { ${TLS} ssl_keyless on; } }`,
    ['unknown-directive error!'],
  ],
  ['a key that nothing keeps elsewhere', `events { } http { server { ${TLS} } }`, ['ssl-certificate-missing error!']],
  [
    'NGINX Plus fills groups that have a zone, nginx refuses them',
    'events { } http { upstream a { zone a 64k; } server { status_zone a; location / { proxy_pass http://a; } } }',
    ['upstream-no-live-server error!: name "nginx-plus" under "modules"'],
  ],
  [
    'and no others',
    'events { } http { upstream a { hash $uri; } server { status_zone a; location / { proxy_pass http://a; } } }',
    ['upstream-no-live-server error!: add one'],
  ],
  [
    'an included file with a placeholder',
    'events { } http { include "v${VERSION}.conf"; }',
    ['include-not-found error!: was not filled in'],
  ],
];

/** Parts whose surroundings are guessed. */
const GUESSED: typeof CASES = [
  ['an included file that may lie elsewhere', 'server { include parts/a.conf; }', ['include-not-found info']],
  ['an included file that is yet to get its name', 'server { include "v${VERSION}.conf"; }', []],
  ['http2 may be on for all servers', 'server { listen 443 ssl; location / { grpc_pass 127.0.0.1:1; } }', []],
  ['what a guess includes is guessed too', 'server_name a; include here.conf;', []],
];

it('what NGINX Plus fills is complete where that is named', async () => {
  const file = fileAt('/repo/nginx.conf');
  const files = memoryFiles({ '/repo/nginx.conf': 'events { } http { upstream a { zone a 64k; } }' });
  const tree = await loadTree(file, { files, facts: createFacts({ modules: ['nginx-plus'] }) });
  const { diagnostics } = lint(createModel(tree), rules, createSettings({ preset: 'nginx' }));
  expect(diagnostics).toEqual([]);
});

describe('one cause', () => {
  const said = async (text: string, guessed: boolean): Promise<readonly string[]> => {
    const file = fileAt('/repo/nginx.conf');
    const files = memoryFiles({ '/repo/nginx.conf': `${text}\n`, '/repo/here.conf': 'user a;' });
    const options = { files, facts: createFacts() };
    const tree = guessed ? await loadFragment(file, null, options) : await loadTree(file, options);
    const { diagnostics } = lint(createModel(tree), rules, createSettings({ preset: 'recommended' }));
    return diagnostics
      .filter(({ rule }) => only.has(rule))
      .map(({ rule, severity, fatal, message }) => `${rule} ${severity}${fatal ? '!' : ''}: ${message}`)
      .sort();
  };
  const same = (found: readonly string[], wanted: readonly string[]): void => {
    expect(found.map((each) => each.split(':')[0])).toEqual(wanted.map((each) => each.split(':')[0]));
    for (const [at, each] of wanted.entries()) expect(found[at]).toContain(each.split(': ')[1] ?? '');
  };

  it.each(CASES)('%s', async (_, text, wanted) => same(await said(text, false), wanted));
  it.each(GUESSED)('in a guess: %s', async (_, text, wanted) => same(await said(text, true), wanted));
});
