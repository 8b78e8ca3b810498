import type { Occurrence } from '../tree/tree.ts';
import { own } from './blocks.ts';
import { headerNamed, headersAt } from './headers.ts';
import type { ConfigModel } from './types.ts';

/** What becomes of one response header in a block; `unknown` where a script decides, `emptied` where it is set to ''. */
export interface ResponseHeader {
  readonly state: 'sent' | 'emptied' | 'absent' | 'unknown';
  /** The directive that sends or empties it. */
  readonly at: Occurrence | null;
}

/** Directives behind which a script may set any header. */
const SCRIPTS = ['header_filter_by_lua', 'header_filter_by_lua_block', 'header_filter_by_lua_file', 'js_header_filter'];

/** What `add_header`, or a module in its place, makes of a header in responses of a block. */
export function responseHeader(model: ConfigModel, at: Occurrence, name: string): ResponseHeader {
  const settings = headerNamed(headersAt(model, at, 'add_header'), name);
  const sent = settings.find(({ value }) => value !== '');
  if (sent !== undefined) return { state: 'sent', at: sent.at };
  if (hasOthers(model)) {
    const other = otherSender(model, at, name);
    if (other !== null) return { state: 'sent', at: other };
    const script = SCRIPTS.flatMap((directive) => model.effective(at, directive).values)[0];
    if (script !== undefined) return { state: 'unknown', at: script };
  }
  const [empty] = settings;
  return empty === undefined ? ABSENT : { state: 'emptied', at: empty.at };
}

/** Does nothing at all set headers in responses of a block? */
export function setsNoHeader(model: ConfigModel, at: Occurrence): boolean {
  return model.effective(at, 'add_header').values.length === 0 && !hasOthers(model);
}

const ABSENT: ResponseHeader = { state: 'absent', at: null };

const known = new WeakMap<ConfigModel, boolean>();

/** Is there any directive besides `add_header` that may set headers? */
function hasOthers(model: ConfigModel): boolean {
  let others = known.get(model);
  if (others === undefined) {
    others = ['more_set_headers', 'security_headers', ...SCRIPTS].some((name) => model.named(name).length > 0);
    known.set(model, others);
  }
  return others;
}

function otherSender(model: ConfigModel, at: Occurrence, name: string): Occurrence | null {
  // The headers-more module adds what stands further out to what stands in a block.
  const used = model.named('more_set_headers').length > 0;
  for (let block: Occurrence | null = used ? at : null; block !== null; block = block.parent) {
    const found = own(block, 'more_set_headers').find(({ node }) => node.args.some(({ value }) => sets(value, name)));
    if (found !== undefined) return found;
  }
  if (model.named('security_headers').length === 0) return null;
  const [security] = model.effective(at, 'security_headers').values;
  const all = security?.node.args[0]?.value === 'on' && name.toLowerCase() === 'strict-transport-security';
  return all ? security : null;
}

/** Is it `Name: value`, as `more_set_headers` wants it? */
function sets(text: string, name: string): boolean {
  const colon = text.indexOf(':');
  if (colon === -1 || text.slice(colon + 1).trim() === '') return false;
  return text.slice(0, colon).trim().toLowerCase() === name.toLowerCase();
}
