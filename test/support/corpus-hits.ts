import {
  type ConfigModel,
  createFacts,
  createModel,
  createSettings,
  type Diagnostic,
  fileAt,
  lint,
  loadFragment,
  loadTree,
  NEWEST_VERSION,
  rules,
} from '@nginx-lint/core';
import { filesWithLinks } from '../../packages/core/test/tree/corpus-links.ts';
import { corpus, corpusJson } from './corpus.ts';
import type { Entry } from './corpus-verdicts.ts';

/** Files from real deployments and products. */
const REAL = new Set(['repos', 'reverse-proxy-confs', 'certbot', 'nginx-agent']);

interface IndexEntry extends Entry {
  readonly includedBy?: readonly string[];
  readonly template?: boolean;
}

export interface Hit {
  readonly diagnostic: Diagnostic;
  readonly model: ConfigModel;
}

export interface CorpusHits {
  readonly hits: readonly Hit[];
  readonly files: number;
  readonly entries: number;
}

/** What a preset says about the real configurations: whole ones, and fragments that none of them includes. */
export async function hitsOfCorpus(preset: 'recommended' | 'strict' | 'all', only?: string): Promise<CorpusHits> {
  const facts = createFacts({ version: NEWEST_VERSION });
  const settings = createSettings({ preset, ...(only === undefined ? {} : { select: [only] }) });
  const entries = corpusJson<IndexEntry[]>('index.json').filter(
    ({ source, includedBy, template }) => REAL.has(source) && !includedBy?.length && !template,
  );
  const seen = new Set<string>();
  const files = new Set<string>();
  const hits: Hit[] = [];
  for (const entry of entries) {
    const model = await modelOf(entry, facts);
    for (const file of model.tree.files.keys()) if (file.startsWith(fileAt(corpus))) files.add(file);
    for (const diagnostic of lint(model, rules, settings).diagnostics) {
      const key = `${diagnostic.rule} ${diagnostic.file} ${diagnostic.span.start}`;
      if (seen.has(key) || !diagnostic.file.startsWith(fileAt(corpus))) continue;
      seen.add(key);
      hits.push({ diagnostic, model });
    }
  }
  return { hits, files: files.size, entries: entries.length };
}

async function modelOf(entry: IndexEntry, facts: ReturnType<typeof createFacts>): Promise<ConfigModel> {
  const map = Object.entries(entry.maps ?? {}).map(([from, to]) => ({ from, to: `${corpus}/${to}` }));
  const options = {
    files: filesWithLinks,
    facts,
    prefix: `${corpus}/${entry.prefix}`,
    map: [...map, { from: entry.prefixPath, to: `${corpus}/${entry.prefix}` }],
  };
  const file = fileAt(`${corpus}/${entry.root}`);
  const context = entry.context.split(/(?<=^(?:stream|mail|rtmp))\./);
  return createModel(
    entry.kind === 'main' && context[0] === 'main'
      ? await loadTree(file, options)
      : await loadFragment(file, context, options),
  );
}
