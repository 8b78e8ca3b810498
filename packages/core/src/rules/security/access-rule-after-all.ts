import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement, insertAfter, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { ownRules } from '../../model/access.ts';
import { isWrittenIn } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import { type Cidr, maskByte, parseCidr } from '../../nginx/addresses.ts';
import { counted } from '../../nginx/wording.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'access-rule-after-all',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'An `allow` or `deny` stands behind a rule that has already decided',
      why: 'nginx reads `allow` and `deny` in order, and the first that fits the client decides. What stands behind `deny all` or `allow all` is never read, and neither is an address behind a network that contains it.',
      bad: 'deny  all;\nallow 192.0.2.10;\nroot /srv/www;',
      good: 'allow 192.0.2.10;\ndeny  all;\nroot /srv/www;',
      context: 'http, server, location',
      silent: [
        'where the later rules say the same as the earlier one',
        'between different levels, of which only the innermost counts',
        'between IPv4 and IPv6 addresses: `deny ::/0` decides for IPv6 only',
      ],
      remedy: 'Put `all` at the end of the list, and single addresses before the networks that contain them.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_access_module.html',
        'https://nginx.org/en/docs/stream/ngx_stream_access_module.html',
      ],
    },
    options: {},
    messages: {
      all: ({ rule, first, count }: { rule: string; first: string; count: number }) =>
        `"${rule}" decides for everybody, so that "${first}"${count === 1 ? '' : ` and ${counted(count - 1, 'more rule')} after it`} ${count === 1 ? 'is' : 'are'} never read; move "${rule}" to the end`,
      covered: ({ rule, earlier }: { rule: string; earlier: string }) =>
        `"${rule}" is never read, as "${earlier}" before it already decides for these addresses; put it in front of that rule`,
    },
  },
  (ctx) => {
    const seen = new Set<Occurrence>();
    const look = (at: Occurrence): void => {
      const level = at.parent;
      if (level === null || at.fact === null || seen.has(level)) return;
      seen.add(level);
      const rules = ownRules(level);
      const index = rules.findIndex(isAll);
      const all = rules[index];
      const live = all === undefined ? rules : rules.slice(0, index);
      reportCovered(live);
      if (all === undefined) return;
      const lost = rules.slice(index + 1).filter((rule) => verb(rule) !== verb(all));
      const [first] = lost;
      if (first === undefined) return;
      const related = lost.map(({ file, node }) => ({ file, span: node.name, message: 'is never read' }));
      const data = { rule: textOf(all), first: textOf(first), count: lost.length };
      const span = { start: all.node.name.start, end: all.node.args[0]?.end ?? all.node.name.end };
      ctx.report(all, span, 'all', data, { related, fixes: toEnd(ctx.model, level, rules, all) });
    };
    const reportCovered = (rules: readonly Occurrence[]): void => {
      if (rules.every((rule) => verb(rule) === verb(rules[0] ?? rule))) return;
      const before = new EarlierNetworks();
      for (const rule of rules) {
        const [word] = rule.node.args;
        const of = parseCidr(word?.value ?? '');
        if (word === undefined || of === null) continue;
        const by = before.firstAround(of);
        before.add(of, rule);
        if (by === null || verb(by) === verb(rule)) continue;
        const related = [{ file: by.file, span: by.node.name, message: 'decides first' }];
        ctx.report(rule, word, 'covered', { rule: textOf(rule), earlier: textOf(by) }, { related });
      }
    };
    return { directives: { allow: look, deny: look } };
  },
);

const verb = ({ name }: Occurrence): string => name;
const isAll = ({ node }: Occurrence): boolean => node.args[0]?.value === 'all';
const textOf = ({ name, node }: Occurrence): string => `${name} ${node.args[0]?.value ?? ''}`;

/** Networks by their length and address: lists of thousands of them are not rare. */
class EarlierNetworks {
  readonly #byKey = new Map<string, { readonly order: number; readonly rule: Occurrence }>();
  readonly #lengths = { inet: new Set<number>(), inet6: new Set<number>() };

  add(network: Cidr, rule: Occurrence): void {
    const key = keyOf(network, network.bits);
    if (!this.#byKey.has(key)) this.#byKey.set(key, { order: this.#byKey.size, rule });
    this.#lengths[network.family].add(network.bits);
  }

  /** The first one that holds all addresses of a network. */
  firstAround(network: Cidr): Occurrence | null {
    let first: { readonly order: number; readonly rule: Occurrence } | null = null;
    for (const bits of this.#lengths[network.family]) {
      const found = bits > network.bits ? undefined : this.#byKey.get(keyOf(network, bits));
      if (found !== undefined && (first === null || found.order < first.order)) first = found;
    }
    return first?.rule ?? null;
  }
}

function keyOf({ bytes }: Cidr, bits: number): string {
  return `${bits}/${bytes.map((byte, at) => byte & maskByte(bits - at * 8)).join('.')}`;
}

/** None where a second `all` would stand in front of it, or where an included file, which others may share, takes part. */
function toEnd(model: ConfigModel, level: Occurrence, rules: readonly Occurrence[], all: Occurrence): Fix[] {
  const last = rules.at(-1);
  if (last === undefined || rules.filter(isAll).length > 1) return [];
  if (!rules.every((rule) => isWrittenIn(rule, level))) return [];
  const file = model.source(all.file);
  const edits = [deleteStatement(file, all.node), insertAfter(file, last.node, [statementText(file, all.node)])];
  // Some write "deny all" in front to close a place for a while: whom to let in is not for a program to say.
  return [{ title: `Move "${textOf(all)}" to the end`, safe: false, edits }];
}
