import type { Context, Facts } from '../facts/types.ts';
import type { Directive, SourceFile } from '../syntax/nodes.ts';
import { pathOf } from '../text/file-id.ts';

/** In how many lines a file may state its context. */
const STATED_WITHIN = 10;

const STATEMENT = /^#\s*nginx-lint\s+context:\s*(.*)$/;

/** What a comment `# nginx-lint context: http, server` in the first lines says; null without one. `main` is no block. */
export function statedContext(source: SourceFile): readonly Context[] | null {
  for (const comment of source.comments) {
    if (source.lines.lineAt(comment.start) > STATED_WITHIN) return null;
    const said = STATEMENT.exec(source.text.slice(comment.start, comment.end).trim())?.[1];
    if (said === undefined) continue;
    const names = said.split(/\s*[,>]\s*/).map((name) => name.trim());
    return names.filter((name) => name !== '' && name !== 'main');
  }
  return null;
}

interface Candidate {
  readonly blocks: readonly string[];
  readonly context: Context;
}

/** Where a fragment may stand; of two that fit equally well, the first wins. */
const CANDIDATES: readonly Candidate[] = [
  { blocks: ['http', 'server'], context: 'server' },
  { blocks: ['http', 'server', 'location'], context: 'location' },
  { blocks: ['http'], context: 'http' },
  { blocks: [], context: 'main' },
  { blocks: ['http', 'upstream'], context: 'upstream' },
  { blocks: ['events'], context: 'events' },
  { blocks: ['stream'], context: 'stream' },
  { blocks: ['stream', 'server'], context: 'stream.server' },
  { blocks: ['stream', 'upstream'], context: 'stream.upstream' },
  { blocks: ['mail'], context: 'mail' },
  { blocks: ['mail', 'server'], context: 'mail.server' },
];

/**
 * The blocks around a fragment, from the outside in: as it states them, else those in which most of its own directives
 * may stand. Null where nothing in it tells.
 */
export function inferContext(source: SourceFile, facts: Facts): readonly Context[] | null {
  return statedContext(source) ?? bestContext(source, facts) ?? entryContext(source);
}

function bestContext(source: SourceFile, facts: Facts): readonly Context[] | null {
  const told = source.items.filter((item) => item.name.value !== 'include');
  const hinted = hintOf(source);
  if (told.length === 0) return CANDIDATES.find(({ context }) => context === hinted)?.blocks ?? null;
  let best: Candidate | null = null;
  let most = 0;
  for (const candidate of CANDIDATES) {
    let score = 0;
    for (const item of told) if (fits(item, candidate, facts)) score += misfits(item, candidate, facts) ? 0.75 : 1;
    if (score > 0 && candidate.context === hinted) score += 0.5;
    if (score > most) {
      most = score;
      best = candidate;
    }
  }
  return best?.blocks ?? null;
}

function fits(node: Directive, { context }: Candidate, facts: Facts): boolean {
  const placement = facts.place(node.name.value, context);
  if (placement.kind !== 'known') return false;
  const block = node.body !== null;
  return placement.facts.some((fact) => fact.block === block);
}

/** Does an `if` hold what one of that context may not? `add_header` belongs in one of a location. */
function misfits({ name, body }: Directive, { context }: Candidate, facts: Facts): boolean {
  if (name.value !== 'if' || body?.kind !== 'block') return false;
  const placement = facts.place('if', context);
  const [fact] = placement.kind === 'known' ? placement.facts : [];
  const inner = fact === undefined ? null : facts.opens(fact, context);
  return inner !== null && body.items.some((item) => facts.place(item.name.value, inner).kind === 'misplaced');
}

/** What the customs of distributions say of paths. */
const PATH_HINTS: readonly (readonly [RegExp, Context])[] = [
  [/(?:^|\/)(?:streams?(?:-[^/]*|\.d|\.conf\.d)?)\//, 'stream'],
  [/(?:^|\/)modules-[^/]*\//, 'main'],
  [/(?:^|\/)(?:conf\.d|sites-[^/]*|http\.d|vhosts?(?:\.d)?)\//, 'http'],
  [/(?:^|\/)locations?\//, 'location'],
  [/(?:_params|(?:^|\/)(?:proxy|fastcgi|uwsgi|scgi)[^/]*)$/, 'location'],
];

function hintOf(source: SourceFile): Context | null {
  const path = pathOf(source.id);
  return PATH_HINTS.find(([look]) => look.test(path))?.[1] ?? null;
}

/** Bodies of entries by the look of their first words. */
const ENTRY_LOOKS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^[\w.+-]+\/[\w.+-]+$/, ['http', 'types']],
  [/^(?:\d+(?:\.\d+)?%|\*)$/, ['http', 'split_clients']],
  [/^(?:\d{1,3}(?:\.\d{1,3}){0,3}(?:\/\d+)?|[\da-f:]*::[\da-f:]*(?:\/\d+)?|[\d.]+-[\d.]+)$/i, ['http', 'geo']],
];

function entryContext(source: SourceFile): readonly Context[] | null {
  const entries = source.items.filter((item) => item.body === null && item.name.value !== 'include');
  if (entries.length === 0) return null;
  for (const [look, blocks] of ENTRY_LOOKS) {
    if (entries.every((item) => item.name.value === 'default' || look.test(item.name.value))) return blocks;
  }
  const pairs = entries.filter((item) => item.args.length === 1);
  return pairs.length * 2 > entries.length ? ['http', 'map'] : null;
}
