import type { Occurrence } from '../tree/tree.ts';
import { returnedStatus } from './answers.ts';
import { walk } from './blocks.ts';
import type { ConfigModel } from './types.ts';

/** `allow` and `deny` of the innermost level that has any, in their order. */
export interface AccessList {
  readonly rules: readonly Occurrence[];
  readonly setIn: Occurrence | null;
}

const NO_LIST: AccessList = { rules: [], setIn: null };

/** Directives of other modules that ask who a client is before a request is answered. */
export const FOREIGN_CHECKS: readonly string[] = [
  'auth_jwt',
  'auth_oidc',
  'auth_ldap',
  'auth_pam',
  'auth_digest',
  'auth_spnego',
  'auth_gss',
  'access_by_lua',
  'access_by_lua_block',
  'access_by_lua_file',
];

/** The list that holds in a block: one of its own replaces the one around it as a whole (`ngx_http_access_merge_loc_conf`). */
export function accessList(model: ConfigModel, block: Occurrence): AccessList {
  if (model.named('allow').length === 0 && model.named('deny').length === 0) return NO_LIST;
  const setIn = model.effective(block, 'allow').setIn ?? model.effective(block, 'deny').setIn;
  return setIn === null ? NO_LIST : { rules: ownRules(setIn), setIn };
}

/** The `allow` and `deny` that stand in a block itself. */
export function ownRules(block: Occurrence): readonly Occurrence[] {
  return block.children.filter(({ name }) => name === 'allow' || name === 'deny');
}

const EVERYONE = /^(?:all|0\.0\.0\.0\/0+)$/;

/** What a list says to a client that no other rule names; null where it has nothing to say, which lets it in. */
export function saidToEveryone(rules: readonly Occurrence[]): Occurrence | null {
  return rules.find(({ node }) => EVERYONE.test(node.args[0]?.value ?? '')) ?? null;
}

/** Does a list end in a rule that keeps out whom it does not name? */
export function isClosedList(rules: readonly Occurrence[]): boolean {
  return saidToEveryone(rules)?.name === 'deny';
}

/** Does `satisfy any` hold, so that one check that lets a client in is enough? */
export function satisfiesAny(model: ConfigModel, block: Occurrence): boolean {
  return model.effective(block, 'satisfy').values[0]?.node.args[0]?.value.toLowerCase() === 'any';
}

const NOTHING: readonly Occurrence[] = [];
const IDENTITY: readonly string[] = ['auth_basic', 'auth_request', ...FOREIGN_CHECKS];
const GUARDS: readonly string[] = ['internal', 'ssl_verify_client', 'allow', 'deny', ...IDENTITY];

type Blocks = ReadonlySet<Occurrence | null>;

const identifying = new WeakMap<ConfigModel, Blocks>();
const guarding = new WeakMap<ConfigModel, Blocks>();

/** The blocks in which one of these directives stands: many a configuration lets in everybody. */
function holdersOf(model: ConfigModel, known: WeakMap<ConfigModel, Blocks>, names: readonly string[]): Blocks {
  let holders = known.get(model);
  if (holders === undefined) {
    holders = new Set(names.flatMap((name) => model.named(name).map(({ parent }) => parent)));
    known.set(model, holders);
  }
  return holders;
}

/** Is a block one of these, or inside of one? */
function isWithin(at: Occurrence, blocks: Blocks): boolean {
  if (blocks.size === 0) return false;
  for (let block: Occurrence | null = at; block !== null; block = block.parent) if (blocks.has(block)) return true;
  return blocks.has(null);
}

/** Does one of the directives that keep clients out stand anywhere? */
export function hasGuards(model: ConfigModel): boolean {
  return holdersOf(model, guarding, GUARDS).size > 0;
}

/** Does one of the directives that keep clients out stand in a block itself? */
export function holdsGuard(model: ConfigModel, block: Occurrence): boolean {
  return holdersOf(model, guarding, GUARDS).has(block);
}

/** What asks for a name, a password, a token or a certificate in a block. */
export function identityChecks(model: ConfigModel, block: Occurrence): readonly Occurrence[] {
  if (!isWithin(block, holdersOf(model, identifying, IDENTITY))) return NOTHING;
  const found: Occurrence[] = [];
  const [basic] = switchedOn(model, block, 'auth_basic');
  // "if (alcf->realm == NULL || alcf->user_file == NULL) return NGX_DECLINED"
  if (basic !== undefined && model.effective(block, 'auth_basic_user_file').values.length > 0) found.push(basic);
  found.push(...switchedOn(model, block, 'auth_request'));
  for (const name of FOREIGN_CHECKS) found.push(...switchedOn(model, block, name));
  return found;
}

/** Is it a directive that asks for a name, a password or a token? */
export function isIdentityCheck({ node }: Occurrence): boolean {
  const name = node.name.value;
  const known = name === 'auth_basic' || name === 'auth_request' || FOREIGN_CHECKS.includes(name);
  return known && node.args[0]?.value.toLowerCase() !== 'off';
}

/** Most of these directives are in no configuration, and those that are not need not be looked for in every block. */
function holding(model: ConfigModel, block: Occurrence, name: string): readonly Occurrence[] {
  return model.named(name).length === 0 ? [] : model.effective(block, name).values;
}

function switchedOn(model: ConfigModel, block: Occurrence, name: string): readonly Occurrence[] {
  return holding(model, block, name)
    .filter(({ node }) => node.args[0]?.value.toLowerCase() !== 'off')
    .slice(0, 1);
}

/**
 * What keeps a client out that is nobody in particular: has no address that is named, no password, no token. Empty
 * where it gets in. `internal` and a client certificate that is asked for count as well.
 */
export function guardsAt(model: ConfigModel, block: Occurrence): readonly Occurrence[] {
  if (!isWithin(block, holdersOf(model, guarding, GUARDS))) return NOTHING;
  const sealed = [
    ...holding(model, block, 'internal'),
    ...holding(model, block, 'ssl_verify_client').filter(({ node }) => node.args[0]?.value === 'on'),
  ];
  const said = saidToEveryone(accessList(model, block).rules);
  const identity = identityChecks(model, block);
  const any = satisfiesAny(model, block);
  if (any && said?.name === 'allow') return sealed;
  return [...sealed, ...(said?.name === 'deny' ? [said] : []), ...identity];
}

/** Does a `return` in an `if` of a block refuse some of its requests? Who they are nobody can tell here. */
export function refusesSome(block: Occurrence): boolean {
  return block.children.some((condition) => condition.name === 'if' && [...walk(condition)].some(isRefusal));
}

/** `return 403`, `return 404`, `return 444`, … */
export function isRefusal(at: Occurrence): boolean {
  return at.name === 'return' && returnedStatus(at) >= 400;
}
