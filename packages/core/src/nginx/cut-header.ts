import type { ConfigModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { placementFault } from './placement.ts';

const HEADERS: ReadonlySet<string> = new Set(['add_header', 'add_trailer']);

/** What comes behind a semicolon in the values of HSTS, of cookies, of `X-XSS-Protection` and of policies. */
const PARAMETER =
  /^(?:includeSubDomains|preload|always|mode=.*|report=.*|httponly|secure|(?:path|domain|expires|max-age|samesite)=.*|[a-z]+-src(?:-elem|-attr)?|frame-ancestors|base-uri|form-action|report-uri|report-to|sandbox|upgrade-insecure-requests|block-all-mixed-content)$/i;

/** A header whose value ended at the first semicolon, with what nginx takes for directives behind it. */
export interface CutHeader {
  readonly header: Occurrence;
  readonly rests: readonly Occurrence[];
}

const known = new WeakMap<readonly Occurrence[], readonly CutHeader[]>();
const restsIn = new WeakMap<readonly CutHeader[], ReadonlySet<Occurrence>>();

/** The cut headers of one block. */
export function cutHeaders(siblings: readonly Occurrence[], model: ConfigModel): readonly CutHeader[] {
  const found = known.get(siblings);
  if (found !== undefined) return found;
  const cut: CutHeader[] = [];
  let header: Occurrence | null = null;
  let rests: Occurrence[] = [];
  const close = (): void => {
    if (header !== null && rests.length > 0) cut.push({ header, rests });
    rests = [];
  };
  for (const at of siblings) {
    const before: Occurrence | null = rests.at(-1) ?? header;
    if (before !== null && isRest(at, before, model)) {
      rests.push(at);
      continue;
    }
    close();
    header = isUnquotedHeader(at) ? at : null;
  }
  close();
  known.set(siblings, cut);
  return cut;
}

/** May a word at the beginning of a statement be the rest of a header's value? */
export function looksLikeRest(name: string): boolean {
  return PARAMETER.test(name);
}

/** Is it the rest of a header's value, and no directive? */
export function isRestOfHeader(at: Occurrence, model: ConfigModel): boolean {
  if (!looksLikeRest(at.name)) return false;
  const cut = cutHeaders(at.parent?.children ?? model.roots, model);
  let rests = restsIn.get(cut);
  if (rests === undefined) {
    rests = new Set(cut.flatMap((each) => each.rests));
    restsIn.set(cut, rests);
  }
  return rests.has(at);
}

function isUnquotedHeader({ node, fact }: Occurrence): boolean {
  const value = node.args[1];
  return fact !== null && HEADERS.has(node.name.value) && node.args.length === 2 && value?.quote === null;
}

function isRest(at: Occurrence, before: Occurrence, model: ConfigModel): boolean {
  const { node, file } = at;
  if (file !== before.file || node.name.quote !== null || node.terminator !== ';') return false;
  if (!looksLikeRest(node.name.value) || placementFault(at, model.facts)?.kind !== 'unknown') return false;
  const { lines } = model.source(file);
  return lines.lineAt(before.node.stop) === lines.lineAt(node.start);
}
