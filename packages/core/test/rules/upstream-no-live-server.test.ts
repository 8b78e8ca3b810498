import { expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { lint } from '../../src/lint/run.ts';
import { createSettings } from '../../src/lint/settings.ts';
import { createModel } from '../../src/model/model.ts';
import rule from '../../src/rules/upstream/upstream-no-live-server.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadFragment } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';

/** What only NGINX Plus or a module understands, so that no fixture can ask a real nginx. */
it.each([
  ['server 10.0.0.1 drain; server 10.0.0.2 down;', ['all servers of "u" are down or draining']],
  ['server 10.0.0.1 drain; server 10.0.0.2;', []],
  ['zone u 64k; state /var/lib/nginx/state/u.conf;', []],
  ['server 0.0.0.1 down; balancer_by_lua_block { pick() }', []],
  ['include generated.conf;', []],
])('upstream u { %s }', async (body, expected) => {
  const files = memoryFiles({ '/etc/nginx/a.conf': `upstream u { ${body} }` });
  const tree = await loadFragment(fileAt('/etc/nginx/a.conf'), ['http'], { files, facts: createFacts() });
  const { diagnostics } = lint(createModel(tree), [rule], createSettings());
  expect(diagnostics.map(({ message }) => message.split(',')[0])).toEqual(expected);
  for (const { fatal } of diagnostics) expect(fatal).toBe(false);
});
