import {
  type ConfigModel,
  type Directive,
  directivesAt,
  type FileEdit,
  type FileId,
  fileAt,
  folderOf,
  joinPath,
  pathOf,
  relativeTo,
  type SourceFile,
  type Span,
  walk,
} from '@nginx-lint/core';
import type { Snapshot, View } from '../../snapshot.ts';
import type { CodeAction } from '../code-actions.ts';

/** Directives that stand together in lists which have to be repeated, as a list of one's own replaces an inherited one. */
const LISTS = new Set([
  ...['add_header', 'add_trailer', 'proxy_set_header', 'proxy_hide_header', 'grpc_set_header'],
  ...['fastcgi_param', 'uwsgi_param', 'scgi_param'],
]);

/** Statements of one name that follow each other in one block of one file. */
interface Run {
  readonly file: FileId;
  readonly directives: readonly Directive[];
}

/**
 * The list at a place, where the very same one stands elsewhere in the configuration too, goes into a file of its own
 * which both include.
 */
export function extractions(snapshot: Snapshot, file: FileId, span: Span): readonly CodeAction[] {
  const [view] = snapshot.views(file);
  if (view === undefined || !view.analysis.model.tree.whole) return [];
  const { model } = view.analysis;
  const here = runAt(model.source(view.file), span.start);
  if (here === null) return [];
  const key = keyOf(here);
  const places = [...model.tree.files.values()].flatMap(runsOf).filter((run) => keyOf(run) === key);
  if (places.length < 2) return [];
  const { file: created, path } = freeName(view, model, here.directives[0]?.name.value ?? '');
  return [
    {
      title: `Move these ${here.directives.length} lines, which stand ${places.length} times, to ${path}`,
      kind: 'refactor.extract',
      diagnostics: [],
      preferred: false,
      edits: places.map((run) => includeEdit(run, path)),
      create: { file: created, text: linesOf(here, model.source(view.file)) },
    },
  ];
}

function runAt(source: SourceFile, offset: number): Run | null {
  const at = directivesAt(source.items, offset).at(-1);
  return runsOf(source).find(({ directives }) => at !== undefined && directives.includes(at)) ?? null;
}

function runsOf(source: SourceFile): readonly Run[] {
  const runs: Run[] = [];
  let open: Directive[] = [];
  let depth = -1;
  const close = (): void => {
    if (open.length > 1) runs.push({ file: source.id, directives: open });
    open = [];
  };
  for (const step of walk(source.items)) {
    const { directive } = step;
    const fits = step.kind === 'enter' && LISTS.has(directive.name.value) && directive.terminator === ';';
    if (!fits || step.depth !== depth || open[0]?.name.value !== directive.name.value) close();
    if (fits) open.push(directive);
    depth = step.depth;
  }
  close();
  return runs;
}

function keyOf({ directives }: Run): string {
  return JSON.stringify(directives.map(({ name, args }) => [name.value, ...args.map(({ value }) => value)]));
}

function includeEdit({ file, directives }: Run, path: string): FileEdit {
  const start = directives[0]?.start ?? 0;
  return { file, span: { start, end: directives.at(-1)?.end ?? start }, text: `include ${path};` };
}

function linesOf({ directives }: Run, { text }: SourceFile): string {
  return directives.map(({ start, end }) => `${text.slice(start, end)}\n`).join('');
}

/** A name below the folder where includes begin that no file of the configuration has. */
function freeName({ analysis }: View, model: ConfigModel, directive: string): { file: FileId; path: string } {
  const folder = analysis.config.prefix ?? folderOf(pathOf(model.entry));
  const used = new Set([...model.tree.files.keys()].map((file) => relativeTo(folder, pathOf(file))));
  const base = `snippets/${directive.replaceAll('_', '-')}s`;
  for (let count = 1; ; count++) {
    const path = count === 1 ? `${base}.conf` : `${base}-${count}.conf`;
    if (!used.has(path)) return { file: fileAt(joinPath(folder, path), model.entry), path };
  }
}
