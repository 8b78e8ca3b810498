import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import type { Context } from '../../src/facts/types.ts';
import { lint } from '../../src/lint/run.ts';
import { createSettings } from '../../src/lint/settings.ts';
import { createModel } from '../../src/model/model.ts';
import rule from '../../src/rules/routing/location-after-server-return.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadFragment } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';

async function findings(text: string, context: readonly Context[] | null): Promise<number> {
  const options = { files: memoryFiles({ '/etc/nginx/part.conf': text }), facts: createFacts() };
  const tree = await loadFragment(fileAt('/etc/nginx/part.conf'), context, options);
  return lint(createModel(tree), [rule], createSettings({ preset: 'all' })).diagnostics.length;
}

const PART = 'return 404;\nlocation /a/b { return 204; }\n';

describe('a return beside locations', () => {
  it.each([
    ['in a server, as the user says', ['http', 'server'], PART, 1],
    ['in a location, as the user says', ['http', 'server', 'location'], PART, 0],
    ['in a server or a location: nobody knows', null, PART, 0],
    ['in a server that is there', null, `server { listen 8080;\n${PART}}\n`, 1],
    ['behind an include that cannot be read', ['http', 'server'], `include nope.conf;\n${PART}`, 0],
  ] as [string, Context[] | null, string, number][])('%s', async (_, context, text, expected) => {
    expect(await findings(text, context)).toBe(expected);
  });
});
