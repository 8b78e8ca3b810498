import { corpusJson } from '../support/corpus.ts';
import type { IndexEntry } from '../support/corpus-model.ts';

/** A file of a peer's tests. */
export interface PeerExample {
  readonly entry: IndexEntry;
  readonly peer: string;
  readonly rule: string;
  /** Whether the peer says something about it. */
  readonly bad: boolean;
}

/** The tests of this one are not in folders by rule: what each file says itself. */
const JHINCH: readonly (readonly [file: string, rule: string, bad: boolean])[] = [
  ['if-is-evil.conf', 'if-is-evil', true],
  ['if.conf', 'if-is-evil', false],
  ['simple.conf', 'if-is-evil', false],
  ['strict-location.conf', 'strict-location', true],
  ['if.conf', 'strict-location', false],
  ['single-quotes.conf', 'strict-location', false],
  ['location-order-complicated.conf', 'strict-location', false],
  ['location-order.conf', 'location-order', true],
  ['location-order-complicated.conf', 'location-order', true],
  ['simple.conf', 'location-order', false],
  ['if-is-evil.conf', 'indentation', false],
  ['simple.conf', 'indentation', false],
  ['strict-location.conf', 'indentation', false],
  ['lua.conf', 'indentation', false],
  ['newlines.conf', 'line-ending', true],
  ['simple.conf', 'trailing-whitespace', false],
];

/** What the corpus holds of the peers' tests. */
export function peerExamples(): readonly PeerExample[] {
  return corpusJson<IndexEntry[]>('index.json').flatMap(examplesOf);
}

function examplesOf(entry: IndexEntry): readonly PeerExample[] {
  const file = entry.root.slice(entry.tree.length + 1);
  if (entry.source === 'gixy') {
    const [rule = ''] = entry.tree.slice('gixy/'.length).split('+');
    return [{ entry, peer: 'gixy', rule, bad: !/_fp\.conf$/.test(file) }];
  }
  if (entry.source === 'walf443-nginx-lint') return walf443(entry, file);
  if (entry.source !== 'jhinch-nginx-linter') return [];
  return JHINCH.filter(([name]) => name === file && entry.tree.endsWith('test+examples')).map(([, rule, bad]) => ({
    ...{ entry, peer: 'jhinch/nginx-linter', rule, bad },
  }));
}

function walf443(entry: IndexEntry, file: string): readonly PeerExample[] {
  const verdict = /(?:^|\/)(bad\.conf|good\.conf|error\/nginx\.conf|expected\/nginx\.conf)$/.exec(file)?.[1];
  const folder = /^rules\/\w+\/(\w+)\//.exec(file)?.[1] ?? file.split('/')[0] ?? '';
  if (verdict === undefined) return [];
  const rule = folder.replaceAll('_', '-');
  const bad = verdict === 'bad.conf' || verdict.startsWith('error');
  // A `server` outside of `http` is the very mistake that this one shows.
  const context = rule === 'invalid-directive-context' ? 'main' : entry.context;
  return [{ entry: { ...entry, context }, peer: 'walf443/nginx-lint', rule, bad }];
}
