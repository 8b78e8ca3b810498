import { walk } from '../model/blocks.ts';
import type { ConfigModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { bodyText, directiveText, isStructure } from './settings-text.ts';
import { countsForRouting } from './unrouted.ts';

/** What a text of settings may stand for besides itself: the variables and groups that are defined for all of http. */
export class Definitions {
  readonly #variables = new Map<string, string[]>();
  readonly #groups = new Map<string, string>();
  /** Settings of http that no block inherits, and that are nothing but themselves. */
  readonly globals: readonly string[];

  constructor(model: ConfigModel) {
    const globals: string[] = [];
    for (const http of model.roots.filter(({ name }) => name === 'http'))
      for (const at of http.children) this.#add(model, at, globals);
    this.globals = globals.sort();
  }

  #add(model: ConfigModel, at: Occurrence, globals: string[]): void {
    const { name, args } = at.node;
    const defined = definedVariable(at);
    if (defined !== null) {
      const same = this.#variables.get(defined) ?? [];
      same.push(directiveText(model, at));
      this.#variables.set(defined, same);
    } else if (name.value === 'upstream') this.#groups.set(args[0]?.value ?? '', groupText(model, at));
    else if (!isStructure(at) && countsForRouting(name.value) && isGlobal(at)) globals.push(directiveText(model, at));
  }

  /** The definitions that a text names, and those that they name in turn, sorted. */
  namedIn(text: string): readonly string[] {
    const found = new Map<string, string>();
    const pending = [text];
    for (let next = pending.pop(); next !== undefined; next = pending.pop())
      for (const [key, definition] of this.#directlyIn(next)) {
        if (found.has(key)) continue;
        found.set(key, definition);
        pending.push(definition);
      }
    return [...found.values()].sort();
  }

  *#directlyIn(text: string): Generator<readonly [string, string]> {
    for (const [, , braced, plain] of text.matchAll(/(\$)(?:\{(\w+)\}|(\w+))/g)) {
      const name = (braced ?? plain ?? '').toLowerCase();
      const definitions = this.#variables.get(name);
      if (definitions !== undefined) yield [`$${name}`, definitions.join('; ')];
    }
    // The name of a group may come from a variable, so that any mention counts, and behind such a variable all do.
    const open = /_pass \S*\$/.test(text);
    for (const [name, definition] of this.#groups) if (open || text.includes(name)) yield [name, definition];
  }
}

/** The variable that a directive of http defines, in lower case and without its `$`; null where it defines none. */
export function definedVariable({ node, fact }: Occurrence): string | null {
  const { name, args } = node;
  const index =
    name.value === 'map' || name.value === 'split_clients'
      ? 1
      : name.value === 'geo'
        ? args.length - 1
        : fact?.definesVariable;
  const word = index === undefined ? undefined : args[index]?.value;
  return word?.startsWith('$') ? word.slice(1).toLowerCase() : null;
}

/** Who may be asked; weights and limits do not change who that is. */
export function groupText(model: ConfigModel, at: Occurrence): string {
  const peers = at.children.filter(({ name }) => name === 'server');
  if (peers.length === 0) return bodyText(model, at);
  const shown = peers.map(({ node }) =>
    [
      node.args[0]?.value ?? '',
      ...node.args.slice(1).flatMap(({ value }) => (/^(?:down|backup)$/.test(value) ? [value] : [])),
    ].join(' '),
  );
  return `upstream ${at.node.args[0]?.value ?? ''} { ${shown.sort().join('; ')} }`;
}

function isGlobal({ fact }: Occurrence): boolean {
  return fact === null || fact.inheritance === 'none' || fact.inheritance === 'single';
}

/** Does anything in a block stand for the groups of the last match, `$1`, but the replacement of a `rewrite`? */
export function usesGroups(model: ConfigModel, block: Occurrence): boolean {
  for (const at of walk(block)) {
    const { name, args } = at.node;
    if (name.value === 'rewrite') continue;
    // The values behind an expression of a map are of its own groups.
    if (at.fact === null && name.value.startsWith('~')) continue;
    if (args.some(({ value }) => /\$\{?[1-9]/.test(value))) return true;
    if (at.node.body?.kind === 'raw' && /[1-9]/.test(bodyText(model, at))) return true;
  }
  return false;
}
