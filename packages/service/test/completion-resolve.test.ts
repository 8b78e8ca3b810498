import { rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { completions, resolveCompletion } from '../src/features/completion.ts';
import { marked } from './support/marked.ts';

/** What is said of the item of that label. */
async function documentation(text: string, label: string): Promise<string> {
  const { snapshot, file, offset } = await marked(text);
  const item = completions(snapshot, file, offset).items.find((each) => each.label === label);
  if (item?.data === undefined) return `no data of ${label}`;
  // It goes to the client and back.
  return resolveCompletion(snapshot, JSON.parse(JSON.stringify(item.data))).documentation;
}

describe('resolveCompletion', () => {
  it('describes a directive', async () => {
    const text = await documentation('http { <|> }', 'gzip');
    expect(text).toContain('```nginx\ngzip on | off;\n```');
    expect(text).toContain('- Context: http, server, location, if in location');
    expect(text).toContain('- Default: `gzip off;`');
    expect(text).toContain('- Since: 0.1.0');
    expect(text).toContain('- Module: `ngx_http_gzip_module`');
    expect(text).toContain('(https://nginx.org/en/docs/http/ngx_http_gzip_module.html#gzip)');
  });

  it('tells those of one name apart by their context', async () => {
    expect(await documentation('http { upstream a { <|> } }', 'server')).toContain(
      'ngx_http_upstream_module.html#server',
    );
    expect(await documentation('http { <|> }', 'server')).toContain('ngx_http_core_module.html#server');
    expect(await documentation('stream { <|> }', 'server')).toContain('ngx_stream_core_module.html#server');
    expect(await documentation('<|>', 'user')).toContain('https://nginx.org/en/docs/ngx_core_module.html#user');
  });

  it('has no page for modules of others', async () => {
    const text = await documentation('http { more_set_headers "A: b"; more_<|> }', 'more_clear_headers');
    expect(text).toContain('third-party');
    expect(text).not.toContain('nginx.org');
  });

  it('describes variables: those of nginx, and those of the configuration by what defines them', async () => {
    const host = await documentation('http { server { return 200 $<|>; } }', '$host');
    expect(host).toContain('ngx_http_core_module.html#var_host');
    expect(host.split('\n\n')[1]).not.toBe('');
    const own = 'http { map $uri $mine { default 1; } server { return 200 $<|>; } }';
    expect(await documentation(own, '$mine')).toBe('```nginx\nmap $uri $mine { … }\n```');
  });

  it('describes parameters and rules', async () => {
    expect(await documentation('http { server { listen 80 <|>; } }', 'backlog=')).not.toBe('');
    const [rule] = rules;
    expect(await documentation('# nginx-lint-disable <|>\n', rule?.id ?? '')).toContain(rule?.docs.summary);
  });

  it('has nothing to say of what is gone', async () => {
    const { snapshot, file } = await marked('<|>');
    expect(resolveCompletion(snapshot, { of: 'directive', file, name: 'nobody', context: 'http' }).documentation).toBe(
      '',
    );
    expect(resolveCompletion(snapshot, { of: 'rule', id: 'nobody' }).documentation).toBe('');
  });
});
