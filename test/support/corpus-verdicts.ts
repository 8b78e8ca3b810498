import {
  type ConfigModel,
  createFacts,
  createModel,
  type Diagnostic,
  type Facts,
  fileAt,
  loadFragment,
  loadTree,
} from '@nginx-lint/core';
import { filesWithLinks } from '../../packages/core/test/tree/corpus-links.ts';
import { corpus, corpusJson } from './corpus.ts';
import { diskFiles } from './disk-files.ts';
import { fatalsOf, placesOf } from './fatal-lines.ts';

export interface Entry {
  readonly id: string;
  readonly root: string;
  readonly kind: 'main' | 'fragment';
  readonly context: string;
  readonly source: string;
  readonly prefix: string;
  readonly prefixPath: string;
  readonly maps?: Readonly<Record<string, string>>;
  /** A missing include is the point of the entry. */
  readonly strict?: boolean;
}

export interface CorpusVerdict {
  readonly id: string;
  readonly nginx: string;
  readonly ok: boolean;
  readonly category?: string;
  readonly context?: string;
  readonly message: string | null;
  /** Relative to the corpus. */
  readonly file?: string | null;
  readonly line?: number | null;
  readonly judgeable: boolean;
}

/** One configuration of the corpus as nginx and the rules see it. */
export interface Judged {
  readonly entry: Entry;
  readonly verdict: CorpusVerdict;
  readonly fatals: readonly Diagnostic[];
  /** Both refuse or both accept. */
  readonly agreed: boolean;
  /**
   * nginx's line is that of some fatal, of the first one of the output, and of the first one in the order in which nginx
   * comes to them; null where one of the two has no line.
   */
  readonly line: { readonly any: boolean; readonly first: boolean; readonly earliest: boolean } | null;
}

/** Everything that nginx of this version says about the corpus and that says something about the files. */
export function* judgeable(version: string): Generator<[Entry, CorpusVerdict]> {
  const entries = new Map(corpusJson<Entry[]>('index.json').map((entry) => [entry.id, entry]));
  for (const verdict of corpusJson<CorpusVerdict[]>('verdicts.json')) {
    const entry = entries.get(verdict.id);
    if (verdict.nginx === version && verdict.judgeable && entry !== undefined) yield [entry, verdict];
  }
}

export async function judgeAll(version: string): Promise<Judged[]> {
  const facts = createFacts({ version });
  const judged: Judged[] = [];
  for (const [entry, verdict] of judgeable(version)) judged.push(await judge(entry, verdict, facts));
  return judged;
}

/** What nginx looks at when it has read a whole block or file, however early in it the cause stands. */
const AT_THE_END: ReadonlySet<string> = new Set([
  'unknown-variable',
  'ssl-certificate-missing',
  'required-section-missing',
  'cache-zone-undefined',
  'listen-conflict',
  'proxy-buffer-sizes-inconsistent',
  'upstream-backup-with-affinity',
  'upstream-resolve-incomplete',
]);

export async function judge(entry: Entry, verdict: CorpusVerdict, facts: Facts): Promise<Judged> {
  const model = await modelOf(entry, verdict, facts);
  const fatals = meant(fatalsOf(model), entry, verdict.category);
  const agreed = (fatals.length === 0) === verdict.ok;
  if ((verdict.file ?? null) === null || fatals.length === 0) return { entry, verdict, fatals, agreed, line: null };
  const place = `${corpus}/${verdict.file}:${verdict.line}`;
  const hits = fatals.map((fatal) => placesOf(fatal, model).includes(place));
  const earliest = Math.max(
    0,
    fatals.findIndex(({ rule }) => !AT_THE_END.has(rule)),
  );
  const line = { any: hits.includes(true), first: hits[0] === true, earliest: hits[earliest] === true };
  return { entry, verdict, fatals, agreed, line };
}

/** Without missing includes that say nothing: the machines of nginx had files that the corpus does not hold. */
export function meant<T extends { readonly rule: string }>(fatals: readonly T[], entry: Entry, category?: string): T[] {
  const told = entry.strict === true || category === 'include';
  return fatals.filter(({ rule }) => told || rule !== 'include-not-found');
}

/** The blocks around a fragment of a context. */
export function contextOf(entry: Entry, verdict: CorpusVerdict): string[] {
  return (verdict.context ?? entry.context).split(/(?<=^(?:stream|mail|rtmp))\./);
}

export async function modelOf(entry: Entry, verdict: CorpusVerdict, facts: Facts): Promise<ConfigModel> {
  const map = Object.entries(entry.maps ?? {}).map(([from, to]) => ({ from, to: `${corpus}/${to}` }));
  const options = {
    files: ['include-cases', 'repos'].includes(entry.source) ? filesWithLinks : diskFiles,
    facts,
    prefix: `${corpus}/${entry.prefix}`,
    map: [...map, { from: entry.prefixPath, to: `${corpus}/${entry.prefix}` }],
  };
  const file = fileAt(`${corpus}/${entry.root}`);
  const context = contextOf(entry, verdict);
  const tree =
    entry.kind === 'main' && context[0] === 'main'
      ? await loadTree(file, options)
      : await loadFragment(file, context, { ...options, certain: true });
  return createModel(tree);
}
