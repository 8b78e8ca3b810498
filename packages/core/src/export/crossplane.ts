import { type PlacementFault, placementFault } from '../nginx/placement.ts';
import type { Directive, SourceFile } from '../syntax/nodes.ts';
import { parse } from '../syntax/parse.ts';
import { encode } from '../text/decode.ts';
import type { FileId } from '../text/file-id.ts';
import { isShipped } from '../tree/include.ts';
import type { ConfigTree } from '../tree/tree.ts';
import { type Statement, statementsOf } from './crossplane-statements.ts';

export interface CrossplaneOptions {
  readonly comments: boolean;
  /** One list of statements, each with its file, includes replaced by what they lead to. */
  readonly combine: boolean;
  /** Includes are not followed. */
  readonly singleFile: boolean;
  /** How the payload names a file. */
  nameOf(file: FileId): string;
}

export interface PayloadError {
  readonly line: number | null;
  readonly error: string;
}

export interface PayloadConfig {
  readonly file: string;
  readonly status: 'ok' | 'failed';
  readonly errors: readonly PayloadError[];
  readonly parsed: readonly Statement[];
}

/** What `crossplane parse` prints, for those who read it already. */
export interface CrossplanePayload {
  readonly status: 'ok' | 'failed';
  readonly errors: readonly (PayloadError & { readonly file: string })[];
  readonly config: readonly PayloadConfig[];
}

/**
 * The tree as crossplane's payload. Files stand in the order in which their first include is met, level by level, each
 * once. A file that nginx cannot read to its end holds what was read until then. Unlike crossplane, a directive that
 * nginx would refuse is reported and kept, and arguments are unescaped as nginx does it.
 */
export function crossplanePayload(tree: ConfigTree, options: CrossplaneOptions): CrossplanePayload {
  const files = fileOrder(tree, options);
  const indexes = new Map(files.map(({ id }, index) => [id, index]));
  const faults = placementErrors(tree);
  const configs = files.map((file): PayloadConfig => {
    const includes = (include: Directive): readonly number[] =>
      (tree.includeTarget(include)?.files ?? []).flatMap((found) => indexes.get(found) ?? []);
    const name = options.nameOf(file.id);
    const parsed = statementsOf(file, {
      comments: options.comments,
      file: options.combine ? name : null,
      includes: options.singleFile ? null : includes,
    });
    const errors = [
      ...syntaxErrors(file, name),
      ...(options.singleFile ? [] : includeErrors(tree, file)),
      ...(faults.get(file.id) ?? []).map(({ line, error }) => ({ line, error: `${error} in ${name}:${line}` })),
    ].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    return { file: name, status: errors.length > 0 ? 'failed' : 'ok', errors, parsed };
  });
  const errors = configs.flatMap(({ file, errors }) => errors.map((error) => ({ file, ...error })));
  const status = errors.length > 0 ? 'failed' : 'ok';
  return { status, errors, config: options.combine ? [combined(configs)] : configs };
}

/** The files as nginx reads them: what a repair made of a broken one is no business of the payload. */
function fileOrder(tree: ConfigTree, { singleFile }: CrossplaneOptions): SourceFile[] {
  const order: SourceFile[] = [];
  const seen = new Set<FileId>();
  const pending = [tree.entry];
  for (let id = pending.shift(); id !== undefined; id = pending.shift()) {
    const file = tree.files.get(id);
    if (seen.has(id) || file === undefined || isShipped(id)) continue;
    seen.add(id);
    order.push(file.problems.length > 0 ? parse(id, encode(file.text, file.encoding)) : file);
    if (!singleFile) pending.push(...includesOf(tree, id));
  }
  return order;
}

function includesOf(tree: ConfigTree, file: FileId): readonly FileId[] {
  return includesIn(tree, file).flatMap((include) => tree.includeTarget(include)?.files ?? []);
}

function includesIn(tree: ConfigTree, file: FileId): readonly Directive[] {
  const all = includesByFile.get(tree) ?? collectIncludes(tree);
  includesByFile.set(tree, all);
  return all.get(file) ?? [];
}

const includesByFile = new WeakMap<ConfigTree, ReadonlyMap<FileId, readonly Directive[]>>();

function collectIncludes(tree: ConfigTree): Map<FileId, Directive[]> {
  const all = new Map<FileId, Set<Directive>>();
  for (const { file, node } of tree.all) {
    if (tree.includeTarget(node) === null) continue;
    const own = all.get(file) ?? new Set();
    all.set(file, own.add(node));
  }
  return new Map([...all].map(([file, nodes]) => [file, [...nodes]]));
}

function syntaxErrors({ problems, lines }: SourceFile, name: string): PayloadError[] {
  const first = problems[0];
  if (first?.nginx == null) return [];
  const line = lines.lineAt(first.nginx.offset);
  return [{ line, error: `${first.nginx.message} in ${name}:${line}` }];
}

function includeErrors(tree: ConfigTree, file: SourceFile): PayloadError[] {
  return includesIn(tree, file.id).flatMap((include) => {
    const target = tree.includeTarget(include);
    if (target === null || target.failure === null) return [];
    return [{ line: file.lines.lineAt(include.start), error: `open() "${target.path}" failed: ${target.failure}` }];
  });
}

/** What ngx_conf_handler() would say, by file; names that it does not know are let pass, as crossplane does. */
function placementErrors(tree: ConfigTree): Map<FileId, { line: number; error: string }[]> {
  const errors = new Map<FileId, { line: number; error: string }[]>();
  const seen = new Set<Directive>();
  for (const at of tree.all) {
    const fault = seen.has(at.node) ? null : placementFault(at, tree.facts);
    const error = fault === null ? null : messageOf(fault, at.name);
    const source = tree.files.get(at.file);
    if (error === null || source === undefined) continue;
    seen.add(at.node);
    const own = errors.get(at.file) ?? [];
    own.push({ line: source.lines.lineAt(at.node.start), error });
    errors.set(at.file, own);
  }
  return errors;
}

function messageOf(fault: PlacementFault, name: string): string | null {
  switch (fault.kind) {
    case 'misplaced':
      return `"${name}" directive is not allowed here`;
    case 'arguments':
      return `invalid number of arguments in "${name}" directive`;
    case 'not-terminated':
      return `directive "${name}" is not terminated by ";"`;
    case 'no-block':
      return `directive "${name}" has no opening "{"`;
    case 'block-in-entries':
      return 'unexpected "{"';
    case 'entry-words':
      return fault.nginx;
    default:
      return null;
  }
}

function combined(configs: readonly PayloadConfig[]): PayloadConfig {
  const [entry] = configs;
  const errors = configs.flatMap(({ errors }) => errors);
  // A cycle was ended where it closes, but the indexes still lead round.
  const replace = (parsed: readonly Statement[], around: readonly number[]): Statement[] =>
    parsed.flatMap((statement) => {
      if (statement.includes)
        return statement.includes
          .filter((index) => !around.includes(index))
          .flatMap((index) => replace(configs[index]?.parsed ?? [], [...around, index]));
      return [statement.block ? { ...statement, block: replace(statement.block, around) } : statement];
    });
  return {
    file: entry?.file ?? '',
    status: errors.length > 0 ? 'failed' : 'ok',
    errors,
    parsed: replace(entry?.parsed ?? [], [0]),
  };
}
