import {
  createFacts,
  createModel,
  EMPTY_CONFIG,
  fileAt,
  inferContext,
  loadFragment,
  memoryFiles,
  parse,
  pathOf,
  type Span,
} from '@nginx-lint/core';
import fc from 'fast-check';
import { buildSnapshot } from '../../src/build-snapshot.ts';
import type { Snapshot } from '../../src/snapshot.ts';

const FACTS = createFacts();

/** Where `alone` puts its text. */
export const TYPED = fileAt('/etc/nginx/typed.conf');

/** A file alone, in the surroundings that its directives need. */
export async function alone(text: string): Promise<Snapshot> {
  const files = memoryFiles({ [pathOf(TYPED)]: text });
  const context = inferContext(parse(TYPED, text), FACTS);
  const model = createModel(await loadFragment(TYPED, context, { files, facts: FACTS }));
  const result = () => ({ diagnostics: [], suppressed: 0, silenced: [], times: new Map<string, number>() });
  const analyses = [{ entry: TYPED, model, config: EMPTY_CONFIG, result }];
  return buildSnapshot({ revision: 1, analyses, real: new Map(), open: [] });
}

export const holds = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

const SIGNS = [
  ...['"', "'", '$', '{', '}', ';', ')', '\\', '\n', ' ', 'set $a ', 'map $a $b', 'location @x', '~(?<n>', 'if ('],
  ...['proxy_pass http://', 'upstream u', 'include a;', 'zone=:', 'server'],
];

/** Texts of what means something to nginx, in any order, and of these parts. */
export function anySigns(...others: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...SIGNS, ...others), { maxLength: 20 }).map((parts) => parts.join(''));
}
