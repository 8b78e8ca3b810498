import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { lint } from '../../src/lint/run.ts';
import { createSettings } from '../../src/lint/settings.ts';
import { createModel } from '../../src/model/model.ts';
import rule from '../../src/rules/nginx/module-required.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadTree } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';

const TEXT = `events { }
http {
    more_set_headers "X-A: b";
    more_clear_headers Server;
    server {
        location / { echo hello; }
        location /b { status_zone b; echo again; }
    }
}
`;

async function named(text: string, modules: readonly string[]): Promise<string[]> {
  const facts = createFacts({ modules });
  const options = { files: memoryFiles({ '/etc/nginx/nginx.conf': text }), facts, prefix: '/etc/nginx' };
  const model = createModel(await loadTree(fileAt('/etc/nginx/nginx.conf'), options));
  const { diagnostics } = lint(model, [rule], createSettings({ preset: 'recommended' }));
  expect(diagnostics.every(({ fatal, severity }) => !fatal && severity === 'info')).toBe(true);
  return diagnostics.map(({ span }) => text.slice(span.start, span.end));
}

describe('module-required', () => {
  it.each([
    { modules: [], says: ['more_set_headers', 'echo', 'status_zone'] },
    { modules: ['headers-more'], says: ['echo', 'status_zone'] },
    { modules: ['ngx_http_headers_more_filter_module', 'Echo'], says: ['status_zone'] },
    { modules: ['nginx-plus', 'lua'], says: ['more_set_headers', 'echo'] },
  ])('names each module once, but not $modules', async ({ modules, says }) => {
    expect(await named(TEXT, modules)).toEqual(says);
  });

  it.each([
    ['load_module modules/ngx_http_headers_more_filter_module.so;', ['echo', 'status_zone']],
    ['load_module /usr/lib/nginx/modules/ngx_http_echo_module.so;', ['more_set_headers', 'status_zone']],
    ['load_module modules/ngx_http_other_module.so;', ['more_set_headers', 'echo', 'status_zone']],
  ])('takes what is loaded for known: %s', async (line, says) => {
    expect(await named(`${line}\n${TEXT}`, [])).toEqual(says);
  });
});
