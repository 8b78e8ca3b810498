import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter } from '../../lint/edits.ts';
import { copies } from '../../lint/header-edits.ts';
import { defineRule } from '../../lint/rule.ts';
import {
  accessList,
  identityChecks,
  isClosedList,
  ownRules,
  saidToEveryone,
  satisfiesAny,
} from '../../model/access.ts';
import { blockName, shownLocation } from '../../model/location-search.ts';
import type { ConfigModel } from '../../model/types.ts';
import { includesUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'access-rules-not-inherited',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A block with an `allow` or `deny` of its own drops the closed list around it',
      why: 'A block inherits `allow` and `deny` only if it has none of either. One line of its own replaces the whole list, including its `deny all`, and the block is open to everybody.',
      bad: 'allow 10.0.0.0/8;\ndeny  all;\nlocation /partner/ {\n    allow 203.0.113.7;\n    root /srv/www;\n}',
      good: 'allow 10.0.0.0/8;\ndeny  all;\nlocation /partner/ {\n    allow 203.0.113.7;\n    allow 10.0.0.0/8;\n    deny  all;\n    root /srv/www;\n}',
      context: 'http, server',
      silent: [
        'where the list of the block ends with `deny all`',
        'where it says `allow all`, which opens the block on purpose',
        'in locations for the challenges of a certificate authority',
        'with `satisfy any` beside a check of passwords or tokens, which still holds for all others',
        'where an included file that may hold the rest of the list is missing',
      ],
      remedy: 'Repeat the list of the outer block, or write `allow all;` if the block is meant to be open.',
      links: ['https://nginx.org/en/docs/http/ngx_http_access_module.html'],
    },
    options: {},
    messages: {
      dropped: ({ rule, place, closing }: { rule: string; place: string; closing: string }) =>
        `"${rule}" replaces the whole list around ${place}, including "${closing}", and lets everybody else in; repeat that list here`,
    },
  },
  (ctx) => {
    const seen = new Set<Occurrence>();
    const look = (at: Occurrence): void => {
      const level = at.parent;
      if (level === null || level.parent === null || at.fact === null || seen.has(level)) return;
      seen.add(level);
      const outer = accessList(ctx.model, level.parent);
      const closing = saidToEveryone(outer.rules);
      if (closing === null || !isClosedList(outer.rules) || !isOpened(ctx.model, level)) return;
      const related = [
        { file: closing.file, span: closing.node.name, message: 'does not hold in a block with rules of its own' },
      ];
      const data = { rule: textOf(at), place: placeOf(ctx.model, level), closing: textOf(closing) };
      ctx.report(at, at.node.name, 'dropped', data, { related, fixes: repeat(ctx.model, level, outer.rules) });
    };
    return { directives: { allow: look, deny: look } };
  },
);

function isOpened(model: ConfigModel, level: Occurrence): boolean {
  const rules = ownRules(level);
  if (level.implied || saidToEveryone(rules) !== null || includesUnread(model, level)) return false;
  if (satisfiesAny(model, level) && identityChecks(model, level).length > 0) return false;
  return !(model.location(level)?.pattern.replaceAll('\\', '').includes('.well-known') ?? false);
}

function textOf({ node }: Occurrence): string {
  return `${node.name.value} ${node.args[0]?.value ?? ''}`;
}

function placeOf(model: ConfigModel, level: Occurrence): string {
  const location = model.location(level);
  const name = level.name;
  if (location === null) return `this ${blockName(name)}`;
  const shown = `location ${shownLocation(location)}`;
  return name === 'location' ? shown : `this ${blockName(name)} of ${shown}`;
}

/** Behind the last own rule, or behind the `include` that leads to it. */
function repeat(model: ConfigModel, level: Occurrence, rules: readonly Occurrence[]): Fix[] {
  const last = ownRules(level).at(-1);
  const into = model.source(level.file);
  const statements = copies(model, rules, into);
  if (last === undefined || statements === null) return [];
  const node = last.via[level.via.length]?.include ?? last.node;
  return [{ title: 'Repeat the list here', safe: false, edits: [insertAfter(into, node, statements)] }];
}
