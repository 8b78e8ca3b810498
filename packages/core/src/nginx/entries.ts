import type { Facts } from '../facts/types.ts';
import type { Occurrence } from '../tree/tree.ts';

/** A body of entries whose handler counts the words: ngx_http_map(), ngx_http_geo(), ngx_http_charset_map(). */
interface EntryGrammar {
  /** Words of an entry, its first included. */
  readonly words: number;
  /** Words that may stand alone, with the version since which they may. */
  readonly alone: Readonly<Record<string, string>>;
  readonly nginx: string;
}

const GRAMMARS: Readonly<Record<string, EntryGrammar>> = {
  map: { words: 2, alone: { hostnames: '0.3.16', volatile: '1.11.7' }, nginx: 'invalid number of the map parameters' },
  geo: {
    words: 2,
    alone: { ranges: '0.7.23', proxy_recursive: '1.3.0', volatile: '1.29.3' },
    nginx: 'invalid number of the geo parameters',
  },
  charset_map: { words: 2, alone: {}, nginx: 'invalid parameters number' },
};

export interface EntryFault {
  /** How many words an entry of this body has. */
  readonly words: number;
  readonly nginx: string;
}

/** An entry with a number of words that its body does not take. */
export function entryFault(at: Occurrence, facts: Facts): EntryFault | null {
  const grammar = GRAMMARS[at.context];
  if (grammar === undefined || at.node.terminator !== ';') return null;
  const { name, args } = at.node;
  const since = args.length === 0 ? grammar.alone[name.value] : undefined;
  const right = args.length + 1 === grammar.words || (since !== undefined && facts.atLeast(since));
  return right ? null : { words: grammar.words, nginx: grammar.nginx };
}
