import { readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { verdictOf } from './support/nginx-records.ts';

const fixtures = realpathSync(fileURLToPath(new URL('../fixtures', import.meta.url)));

describe.each(['playground', 'clean'])('fixtures/%s', (name) => {
  const folder = join(fixtures, name);

  it('is accepted by nginx', () => {
    const verdict = verdictOf({ folder, entry: 'nginx.conf' });
    expect(verdict).toEqual({ nginx: expect.any(String), ok: true });
  });

  it('lies in its folder: every link stays inside and leads somewhere', () => {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const links = entries.filter((entry) => entry.isSymbolicLink());
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(realpathSync(join(link.parentPath, link.name)).startsWith(join(folder, 'sites-available/'))).toBe(true);
    }
  });
});
