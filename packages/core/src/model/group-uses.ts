import type { Occurrence } from '../tree/tree.ts';
import { enclosing } from './blocks.ts';
import { PASS_DIRECTIVES } from './peers.ts';
import { proxyTarget } from './proxying.ts';
import type { ConfigModel, UpstreamModel } from './types.ts';

/** Who may name a group: the passing directives, and what variables of theirs may hold. */
export interface GroupUses {
  /** Groups that a passing directive names without variables. */
  readonly named: ReadonlySet<UpstreamModel>;
  /** Hosts that passing directives name and that are no groups, with the directive. */
  readonly others: ReadonlyMap<string, Occurrence>;
  /** May variables or code come to that name? */
  mayBecome(name: string): boolean;
}

/** What code says lies in files and strings that are not read here. */
const CODE = /_by_lua(?:_block|_file)?$|^(?:js|perl)_\w+$|^perl$/;
const VARIABLE = /\$(?:\{\w+\}|\w+)/g;
const MOST_VALUES = 2_000;

export function groupUses(model: ConfigModel): GroupUses {
  const named = new Set<UpstreamModel>();
  const others = new Map<string, Occurrence>();
  const texts: string[] = [];
  for (const directive of [...PASS_DIRECTIVES, 'tunnel_pass']) {
    for (const pass of model.named(directive)) {
      const target = proxyTarget(model, pass);
      if (target?.upstream) named.add(target.upstream);
      else if (target?.host && !target.unix && !target.explicitPort) others.set(target.host.toLowerCase(), pass);
      const [word] = pass.node.args;
      if (word?.value.includes('$')) texts.push(authority(word.value));
    }
  }
  let patterns: readonly RegExp[] | null = null;
  let told: ReturnType<typeof saidElsewhere> | null = null;
  return {
    named,
    others,
    mayBecome(name) {
      patterns ??= values(model, texts).map(patternOf);
      told ??= saidElsewhere(model);
      return told.code || patterns.some((each) => each.test(name)) || told.names.has(name.toLowerCase());
    },
  };
}

/** `http://$app:80/x` → `$app` */
function authority(text: string): string {
  const rest = text.replace(/^[a-z]+:\/\//i, '');
  const end = rest.search(/[/?]/);
  return (end === -1 ? rest : rest.slice(0, end)).replace(/:\d+$/, '');
}

/** All texts that variables may bring, with those of their parts that nobody knows left in them. */
function values(model: ConfigModel, texts: readonly string[]): readonly string[] {
  if (texts.length === 0) return [];
  const defined = definitions(model);
  const found = new Set(texts);
  const asked = new Set<string>();
  for (const text of found) {
    if (found.size > MOST_VALUES) return ['$'];
    for (const [variable] of text.matchAll(VARIABLE)) {
      const name = variableName(variable);
      if (asked.has(name)) continue;
      asked.add(name);
      for (const value of defined.get(name) ?? []) found.add(authority(value));
    }
  }
  // A variable that stands alone and has values here is replaced by them.
  return [...found].filter((text) => !/^\$(?:\w+|\{\w+\})$/.test(text) || !defined.has(variableName(text)));
}

const variableName = (text: string): string => text.replace(/[${}]/g, '').toLowerCase();

/** The values that `set`, `map` and their kin give to each variable. */
function definitions(model: ConfigModel): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (variable: string | undefined, value: string | undefined): void => {
    if (variable === undefined || value === undefined) return;
    const name = variableName(variable);
    found.set(name, [...(found.get(name) ?? []), value]);
  };
  for (const { node } of model.named('set')) add(node.args[0]?.value, node.args[1]?.value);
  for (const directive of ['map', 'geo', 'split_clients']) {
    for (const block of model.named(directive)) {
      const variable = block.node.args.at(-1)?.value;
      for (const entry of block.children) add(variable, entry.node.args.at(-1)?.value);
    }
  }
  return found;
}

function patternOf(text: string): RegExp {
  const parts = text.split(VARIABLE).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}

/** Names in directives of modules that nobody knows here, and whether code may name groups. */
function saidElsewhere(model: ConfigModel): { readonly code: boolean; readonly names: ReadonlySet<string> } {
  const names = new Set<string>();
  for (const [directive, group] of model.byName) {
    if (CODE.test(directive) && group.some(isOn)) return { code: true, names };
    for (const at of group.filter(isElsewhere))
      for (const { value } of at.node.args) for (const part of value.split(/[^\w.-]+/)) names.add(part.toLowerCase());
  }
  return { code: false, names };
}

const isOn = ({ node }: Occurrence): boolean => node.args[0]?.value !== 'off';

/** Is it a directive that nobody knows here, outside of groups? */
function isElsewhere(at: Occurrence): boolean {
  if (at.fact === null ? isEntry(at) : at.fact.source === 'core') return false;
  return enclosing(at, 'upstream') === null;
}

/** A line of `map` and its kin. */
function isEntry({ parent }: Occurrence): boolean {
  return parent !== null && parent.fact !== null;
}
