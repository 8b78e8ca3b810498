import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fileAt, parse } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../../test/support/nginx-records.ts';
import { tokenStream } from '../../../../test/support/token-records.ts';

const FOLDER = fileURLToPath(new URL('../../../../fixtures/syntax/', import.meta.url));
const cases = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.conf'))
  .map((name) => name.slice(0, -5));

/** nginx's own words for what its reader refuses; anything else it says is about a directive, not about the syntax. */
const READER = /^(?:unexpected (?:"|end of file)|too long parameter)/;

/** Blocks that only a module reads, which is not asked here. */
const WITHOUT_NGINX = /^lua-/;

describe.each(cases)('fixtures/syntax/%s', (name) => {
  const bytes = readFileSync(`${FOLDER}${name}.conf`);
  const stream = tokenStream(parse(fileAt(`/${name}.conf`), bytes));

  it('is cut into the words that stand beside it', async () => {
    const lines = [...stream.records, ...(stream.error ? [stream.error] : [])].map((record) => JSON.stringify(record));
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`${FOLDER}${name}.tokens`);
  });

  it.skipIf(WITHOUT_NGINX.test(name))('is refused by nginx for the same reason, or read to its end', () => {
    const verdict = verdictOf({
      files: { 'case.conf': bytes.toString('latin1') },
      entry: 'case.conf',
      context: ['http'],
    });
    if (verdict === 'too-old') return;
    if (verdict.ok) expect(stream.error).toBeNull();
    else if (READER.test(verdict.message ?? ''))
      expect(stream.error).toEqual({ line: verdict.line, message: verdict.message });
    // A directive was refused before the reader came to its own error.
    else expect(stream.error?.line ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(verdict.line ?? 0);
  });
});
