import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Fix } from '../../text/report.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault, FaultRule } from '../fault.ts';
import { cipherListObjection } from './cipher-list.ts';
import { confCommandObjection } from './conf-commands.ts';
import { groupsObjection } from './groups.ts';
import type { Refusal } from './refusal.ts';

/** The values that hold of a directive in a block, those that nginx of this version knows. */
export function held(model: ConfigModel, at: Occurrence, directive: string): readonly Occurrence[] {
  const { values } = model.effective(at, directive);
  return values.some(isNotKnown) ? values.filter(({ fact }) => fact !== null) : values;
}

const isNotKnown = ({ fact }: Occurrence): boolean => fact === null;

/** Is there a listener that speaks TLS? */
export function listensForTls(model: ConfigModel): boolean {
  return model.named('listen').some(isSecured);
}

const isSecured = ({ node }: Occurrence): boolean => node.args.some(asksForTls);

const asksForTls = ({ value }: Word): boolean => value === 'ssl' || value === 'quic';

/** The one value that holds, as nginx would compare it; null where nothing sets it. */
export function heldWord(model: ConfigModel, at: Occurrence, directive: string): string | null {
  return held(model, at, directive)[0]?.node.args[0]?.value.toLowerCase() ?? null;
}

/** Is everything around a block written in the files at hand, so that what is absent is not there? */
export function allSeen(at: Occurrence): boolean {
  for (let block: Occurrence | null = at; block !== null; block = block.parent) if (block.implied) return false;
  return true;
}

/** Directives that set up one context of the library: `ssl_ciphers`, or `proxy_ssl_ciphers` with the prefix `proxy_`. */
export function* libraryFaults(
  model: ConfigModel,
  block: Occurrence,
  prefix: string,
  told: Set<Occurrence>,
): Generator<Fault> {
  const ciphers = held(model, block, `${prefix}ssl_ciphers`);
  yield* refused(model, ciphers, told, 'ssl-cipher-string-invalid', ([list]) => cipherListObjection(list ?? ''));
  if (prefix === '') {
    const curves = held(model, block, 'ssl_ecdh_curve');
    yield* refused(model, curves, told, 'ssl-cipher-string-invalid', ([list]) => groupsObjection(list ?? ''));
  }
  const commands = held(model, block, `${prefix}ssl_conf_command`);
  yield* refused(model, commands, told, 'directive-invalid-value', ([name, value]) =>
    confCommandObjection(name ?? '', value ?? ''),
  );
}

/** A setting that many servers share is told of once. */
function* refused(
  model: ConfigModel,
  settings: readonly Occurrence[],
  told: Set<Occurrence>,
  rule: FaultRule,
  objectionTo: (values: readonly string[]) => Refusal | null,
): Generator<Fault> {
  for (const at of settings) {
    if (told.has(at)) continue;
    told.add(at);
    const objection = objectionTo(at.node.args.map(({ value }) => value));
    const span = at.node.args[rule === 'directive-invalid-value' && at.node.args.length > 1 ? spanIndex(objection) : 0];
    if (objection === null) continue;
    const { message, nginx, instead } = objection;
    const fixes = instead === undefined ? [] : corrected(model, at, instead);
    yield { rule, at, span: span ?? at.node.name, message, nginx, fixes };
  }
}

/** Writes the name that was most probably meant, where it stands once and plainly. */
function corrected(model: ConfigModel, at: Occurrence, { name, near }: NonNullable<Refusal['instead']>): Fix[] {
  const [word] = at.node.args;
  const text = word === undefined ? '' : model.source(at.file).text.slice(word.start, word.end);
  if (word === undefined || name === '' || text.split(name).length !== 2) return [];
  const start = word.start + text.indexOf(name);
  const edits = [{ file: at.file, span: { start, end: start + name.length }, text: near }];
  return [{ title: `Write "${near}"`, safe: false, edits }];
}

/** The name of a command, or its value. */
function spanIndex(objection: Refusal | null): number {
  return objection?.nginx.includes('bad value') ? 1 : 0;
}
