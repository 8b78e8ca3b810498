import { type ConfigModel, createModel, type Facts, fileAt, loadFragment, loadTree } from '@nginx-lint/core';
import { filesWithLinks } from '../../packages/core/test/tree/corpus-links.ts';
import { corpus } from './corpus.ts';
import type { Entry } from './corpus-verdicts.ts';

export interface IndexEntry extends Entry {
  readonly tree: string;
  readonly includedBy?: readonly string[];
  readonly template?: boolean;
  /** Names of included files that the corpus does not have. */
  readonly missing?: readonly string[];
  /** Which sites are enabled is not known: there are two of them. */
  readonly assumed?: boolean;
}

/**
 * What is known of a file without a tree around it: `found` nothing, as for the command; `told` the context that the index
 * names; `whole` that what stands outside of all blocks is all there is.
 */
export type Knowledge = 'found' | 'told' | 'whole';

/** An entry of the corpus in its surroundings. */
export async function modelOfEntry(entry: IndexEntry, facts: Facts, known: Knowledge): Promise<ConfigModel> {
  const map = Object.entries(entry.maps ?? {}).map(([from, to]) => ({ from, to: `${corpus}/${to}` }));
  const options = {
    files: filesWithLinks,
    facts,
    prefix: `${corpus}/${entry.prefix}`,
    map: [...map, { from: entry.prefixPath, to: `${corpus}/${entry.prefix}` }],
  };
  const file = fileAt(`${corpus}/${entry.root}`);
  const context = entry.context.split(/(?<=^(?:stream|mail|rtmp))\./);
  const whole = context[0] === 'main' && (entry.kind === 'main' || known === 'whole');
  if (whole) {
    const tree = await loadTree(file, options);
    return createModel(entry.assumed ? { ...tree, whole: false } : tree);
  }
  return createModel(await loadFragment(file, known === 'found' ? null : context, options));
}
