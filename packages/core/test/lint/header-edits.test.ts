import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { applyEdits, planFixes } from '../../src/lint/fix.ts';
import { lint } from '../../src/lint/run.ts';
import { createSettings } from '../../src/lint/settings.ts';
import { createModel } from '../../src/model/model.ts';
import forwarded from '../../src/rules/proxy/proxy-missing-forwarded-headers.ts';
import host from '../../src/rules/proxy/proxy-missing-host.ts';
import lost from '../../src/rules/proxy/proxy-set-header-not-inherited.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadFragment } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';

const rules = [forwarded, host, lost];
const entry = fileAt('/etc/nginx/a.conf');

async function linted(text: string, more: Record<string, string | Uint8Array> = {}) {
  const files = memoryFiles({ '/etc/nginx/a.conf': text, ...more });
  const tree = await loadFragment(entry, ['http'], { files, facts: createFacts(), prefix: '/etc/nginx' });
  return lint(createModel(tree), rules, createSettings()).diagnostics;
}

/** Makes all fixes again and again until none is left. */
async function mended(text: string): Promise<string> {
  let result = text;
  for (let run = 0; run < 5; run++) {
    const edits = planFixes(await linted(result), { unsafe: true }).edits.get(entry);
    if (edits === undefined) return result;
    result = applyEdits(result, edits);
  }
  throw new Error('the fixes do not come to an end');
}

describe('fixes that put headers into one location', () => {
  it('set each header once where several rules ask for it', async () => {
    const text = `server {
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    location / {
        proxy_set_header X-A 1;
        proxy_pass http://127.0.0.1;
    }
    location /none { proxy_set_header X-Forwarded-Proto $scheme; proxy_pass http://127.0.0.1; }
}
`;
    const result = await mended(text);
    expect(await linted(result)).toEqual([]);
    expect(result).toBe(`server {
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    location / {
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-A 1;
        proxy_pass http://127.0.0.1;
    }
    location /none { proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_pass http://127.0.0.1; }
}
`);
  });

  it('fill a location that has none', async () => {
    const result = await mended('server {\n\tlocation / {\n\t\tproxy_pass http://127.0.0.1;\n\t}\n}\n');
    expect(await linted(result)).toEqual([]);
    expect(result.match(/proxy_set_header \S+/g)?.sort()).toEqual([
      'proxy_set_header Host',
      'proxy_set_header X-Forwarded-For',
      'proxy_set_header X-Forwarded-Proto',
    ]);
  });

  it('are not offered where a file cannot hold the characters of another', async () => {
    const inner = 'location / { proxy_set_header Host $host; proxy_pass http://127.0.0.1; }\n# \u00e9\n';
    const latin1 = Uint8Array.from(inner, (character) => character.charCodeAt(0));
    const outer = 'proxy_set_header X-\u20ac 1;\nserver { include b.conf; }\n';
    const found = await linted(outer, { '/etc/nginx/b.conf': latin1 });
    const [first] = found.filter(({ rule }) => rule === lost.id);
    expect(first?.fixes).toEqual([]);
    const same = await linted(outer, { '/etc/nginx/b.conf': inner });
    expect(same.find(({ rule }) => rule === lost.id)?.fixes).toHaveLength(1);
  });
});
