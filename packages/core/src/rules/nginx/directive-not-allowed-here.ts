import type { Context, DirectiveFact, Facts } from '../../facts/types.ts';
import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement, insertAtStart, moveBefore, statementText, wrapStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { either, placeName } from '../../nginx/wording.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'directive-not-allowed-here',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'A directive stands in a block that does not take it',
      why: 'Each directive belongs to certain blocks. nginx refuses to start when it stands in any other.',
      bad: 'events { }\nworker_connections 1024;',
      good: 'events { worker_connections 1024; }',
      context: 'main',
      silent: ['inside blocks of unknown directives', 'in a fragment whose context cannot be known'],
      severities: ['`warning` in a file whose context is only guessed from its other directives'],
      remedy: 'Move the directive into one of the blocks that the message names.',
      links: ['https://nginx.org/en/docs/dirindex.html'],
    },
    options: {},
    messages: {
      misplaced: ({ name, here, allowed }: { name: string; here: Context; allowed: readonly Context[] }) =>
        `"${name}" is not allowed ${here === 'main' ? 'at' : 'in'} ${placeName(here)}; it belongs ${where(allowed)}`,
      guessed: ({ name, here, allowed }: { name: string; here: Context; allowed: readonly Context[] }) =>
        `"${name}" belongs ${where(allowed)}, while the rest of this file looks like a part of ${placeName(here)}`,
    },
  },
  (ctx) => ({
    refused(at, fault) {
      const { facts, certain } = ctx.model;
      if (fault.kind !== 'misplaced') return;
      const data = { name: at.name, here: at.context, allowed: allowedIn(fault.facts, facts, at.context) };
      if (certain || !isOutermost(at))
        ctx.report(at, at.node.name, 'misplaced', data, { fixes: moved(ctx.model, at, data.allowed) });
      // Whether nginx refuses it depends on where the file is included, and that is a guess; more so in what it includes.
      else if (at.via.length === 0)
        ctx.report(at, at.node.name, 'guessed', data, { fatal: false, severity: 'warning' });
    },
  }),
);

const isOutermost = (at: Occurrence): boolean => at.parent === null || at.parent.implied;

/** Contexts of the same protocol come first, as the author most probably means one of these. */
function allowedIn(found: readonly DirectiveFact[], facts: Facts, here: Context): readonly Context[] {
  const contexts = [...new Set(found.flatMap((fact) => fact.contexts))].filter((context) =>
    found.some((fact) => facts.place(fact.name, context).kind === 'known'),
  );
  const near = contexts.filter((context) => protocolOf(context) === protocolOf(here));
  return near.length > 0 ? near : contexts;
}

function protocolOf(context: Context): string {
  const name = context.split('.')[0] ?? '';
  return ['main', 'events', 'stream', 'mail', 'rtmp'].includes(name) ? name : 'http';
}

function where(allowed: readonly Context[]): string {
  return either(allowed.map((context) => `${context === 'main' ? 'at' : 'in'} ${placeName(context)}`));
}

/** Moves a statement without a block to the nearest place around it that takes it, or into the block that is made for it. */
function moved(model: ConfigModel, at: Occurrence, allowed: readonly Context[]): Fix[] {
  const { node } = at;
  const source = model.source(at.file);
  if (node.body !== null || node.damaged) return [];
  for (let block = at.parent; block !== null && !block.implied; block = block.parent) {
    if (!allowed.includes(block.context)) continue;
    if (block.file !== at.file || block.via.length !== at.via.length) return [];
    const title = `Move it ${block.context === 'main' ? 'to' : 'into'} ${placeName(block.context)}`;
    return [{ title, safe: false, edits: moveBefore(source, node, block.node) }];
  }
  if (at.context === 'server' && allowed.includes('location')) {
    if (model.server(at)?.locations.some(({ pattern, match }) => pattern === '/' && match === 'prefix')) return [];
    return [{ title: 'Put it into "location /"', safe: false, edits: [wrapStatement(source, node, 'location /')] }];
  }
  const events = at.context === 'main' && allowed.includes('events') ? model.roots.find(isEvents) : undefined;
  if (events === undefined || events.file !== at.file) return [];
  const inserted = insertAtStart(source, events.node, [statementText(source, node)]);
  if (inserted === null) return [];
  return [{ title: 'Move it into "events"', safe: false, edits: [inserted, deleteStatement(source, node)] }];
}

const isEvents = ({ name, node }: Occurrence): boolean => name === 'events' && node.body !== null;
