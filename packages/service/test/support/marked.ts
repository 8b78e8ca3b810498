import {
  createFacts,
  createModel,
  createSettings,
  EMPTY_CONFIG,
  type FileId,
  fileAt,
  lint,
  loadFragment,
  loadTree,
  memoryFiles,
  pathOf,
  type Rule,
  type Span,
} from '@nginx-lint/core';
import { scenarioOf } from '../../../../test/support/scenario.ts';
import { buildSnapshot } from '../../src/build-snapshot.ts';
import type { Analysis, Snapshot } from '../../src/snapshot.ts';

/**
 * Several files in one string, the first of which is the entry (`# file: conf.d/a.conf` begins another one). `<|>` is the
 * cursor, `⟦…⟧` are ranges, in the order of the text; neither is part of it. A first line
 * `# nginx-lint context: http, server` makes the first file a fragment.
 */
export interface Marked {
  readonly snapshot: Snapshot;
  readonly file: FileId;
  /** The offset of the cursor; 0 without one. */
  readonly offset: number;
  readonly ranges: readonly MarkedRange[];
  readonly texts: ReadonlyMap<FileId, string>;
}

export interface MarkedRange {
  readonly file: FileId;
  readonly span: Span;
}

const FOLDER = '/etc/nginx';
const MARK = /<\|>|⟦|⟧/g;

export async function marked(
  text: string,
  options: { version?: string; rules?: readonly Rule[] } = {},
): Promise<Marked> {
  const scenario = scenarioOf(text);
  const texts = new Map<FileId, string>();
  const ranges: MarkedRange[] = [];
  let cursor: { file: FileId; offset: number } | null = null;
  for (const [name, content] of Object.entries(scenario.files)) {
    const file = fileAt(`${FOLDER}/${name}`);
    const found = unmark(content);
    texts.set(file, found.text);
    ranges.push(...found.spans.map((span) => ({ file, span })));
    if (found.cursor !== null) cursor = { file, offset: found.cursor };
  }
  const entry = fileAt(`${FOLDER}/${scenario.entry}`);
  const version = options.version ?? scenario.version;
  const analysis = await analysisOf(entry, texts, scenario.context, version, options.rules ?? []);
  const snapshot = buildSnapshot({ revision: 1, analyses: [analysis], real: new Map(), open: [] });
  return { snapshot, file: cursor?.file ?? entry, offset: cursor?.offset ?? 0, ranges, texts };
}

async function analysisOf(
  entry: FileId,
  texts: ReadonlyMap<FileId, string>,
  context: readonly string[] | null,
  version: string | null,
  rules: readonly Rule[],
): Promise<Analysis> {
  const files = memoryFiles(Object.fromEntries([...texts].map(([file, text]) => [pathOf(file), text])));
  const facts = createFacts(version === null ? {} : { version });
  const tree =
    context === null
      ? await loadTree(entry, { files, facts })
      : await loadFragment(entry, context, { files, facts, certain: true });
  const model = createModel(tree);
  const result = () => lint(model, rules, createSettings());
  return { entry, model, config: EMPTY_CONFIG, result };
}

function unmark(text: string): { text: string; spans: Span[]; cursor: number | null } {
  const open: number[] = [];
  const spans: Span[] = [];
  let cursor: number | null = null;
  let removed = 0;
  for (const found of text.matchAll(MARK)) {
    const at = found.index - removed;
    removed += found[0].length;
    if (found[0] === '<|>') cursor = at;
    else if (found[0] === '⟦') open.push(spans.push({ start: at, end: at }) - 1);
    else {
      const index = open.pop() ?? 0;
      spans[index] = { start: spans[index]?.start ?? at, end: at };
    }
  }
  return { text: text.replace(MARK, ''), spans, cursor };
}
