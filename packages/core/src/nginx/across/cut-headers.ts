import type { Fix } from '../../text/report.ts';
import { point } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { type CutHeader, cutHeaders, looksLikeRest } from '../cut-header.ts';
import type { Fault, ModelCheck } from '../fault.ts';

/** Values of headers that a semicolon has cut: nginx takes the rest for a directive, which it does not know. */
export const cutHeaderValues: ModelCheck = function* (model): Generator<Fault> {
  if (![...model.byName.keys()].some(looksLikeRest)) return;
  const blocks = new Set<readonly Occurrence[]>();
  for (const name of ['add_header', 'add_trailer'])
    for (const at of model.named(name)) blocks.add(at.parent?.children ?? model.roots);
  for (const siblings of blocks) for (const cut of cutHeaders(siblings, model)) yield* faultOf(cut);
};

function* faultOf({ header, rests }: CutHeader): Generator<Fault> {
  const [first] = rests;
  const [name, value] = header.node.args;
  if (first === undefined || name === undefined || value === undefined) return;
  const rest = first.name;
  yield {
    rule: 'hsts-unquoted-value',
    at: first,
    span: first.node.name,
    message: `the value of "${name.value}" ends at the semicolon, so that nginx takes "${rest}" for a directive; put the whole value in quotes`,
    nginx: `unknown directive "${rest}"`,
    related: [{ file: header.file, span: value, message: 'the value begins here' }],
    fixes: fixesOf(header, rests),
  };
}

function fixesOf(header: Occurrence, rests: readonly Occurrence[]): Fix[] {
  const last = rests.at(-1);
  const value = header.node.args[1];
  if (last === undefined || value === undefined) return [];
  const words = rests.flatMap(({ node }) => [node.name, ...node.args]);
  if (words.some(({ quote, value: text }) => quote !== null || text.includes('"')) || value.value.includes('"'))
    return [];
  const ends = [last.node.name, ...last.node.args];
  const always = ends.length > 1 && ends.at(-1)?.value === 'always';
  const end = ends.at(always ? -2 : -1);
  // `…; always;` alone: what comes before it was the whole value.
  if (end === undefined || end.value === 'always') return [];
  const edits = [value.start, end.end].map((offset) => ({ file: header.file, span: point(offset), text: '"' }));
  return [{ title: 'Put the whole value in quotes', safe: true, edits }];
}
