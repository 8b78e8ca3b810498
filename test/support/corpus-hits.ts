import {
  type ConfigModel,
  createFacts,
  createSettings,
  type Diagnostic,
  fileAt,
  lint,
  NEWEST_VERSION,
  rules,
} from '@nginx-lint/core';
import { corpus, corpusJson } from './corpus.ts';
import { type IndexEntry, modelOfEntry } from './corpus-model.ts';

/** Files from real deployments and products. */
const REAL = new Set(['repos', 'reverse-proxy-confs', 'certbot', 'nginx-agent']);

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
    const model = await modelOfEntry(entry, facts, 'found');
    for (const file of model.tree.files.keys()) if (file.startsWith(fileAt(corpus))) files.add(file);
    for (const diagnostic of lint(model, rules, settings).diagnostics) {
      const key = `${diagnostic.rule} ${diagnostic.file} ${diagnostic.span.start}`;
      if (seen.has(key) || !diagnostic.file.startsWith(fileAt(corpus))) continue;
      if (isLacking(entry, diagnostic) || isAssumed(entry, diagnostic)) continue;
      seen.add(key);
      hits.push({ diagnostic, model });
    }
  }
  return { hits, files: files.size, entries: entries.length };
}

/** Which sites are enabled the corpus does not know, and has enabled all of them: two that stand in each other's way need not. */
function isAssumed({ assumed = false, maps = {} }: IndexEntry, { file, related }: Diagnostic): boolean {
  if (!assumed) return false;
  const sites = new Set<string>(Object.values(maps).map((path) => fileAt(`${corpus}/${path}`)));
  return sites.has(file) && related.some((other) => other.file !== file && sites.has(other.file));
}

/** That the corpus lacks a file is no finding about the configuration. */
function isLacking({ missing = [] }: IndexEntry, { rule, message }: Diagnostic): boolean {
  return rule === 'include-not-found' && missing.some((name) => message.includes(name));
}
