import { enclosing, type Occurrence, parseSize } from '@nginx-lint/core';
import { definitionsOf } from '../../names/nearer.ts';
import { type NameIn, namesAt } from '../../names/same-names.ts';
import { code, distinct, join, type Markdown, md, NOTHING, nginxBlock, placeOf, written } from '../markdown.ts';
import { locationText } from './location.ts';
import { bytesText } from './quantity.ts';
import { type Finding, isEntry, type Subject } from './subject.ts';
import { upstreamText } from './upstream.ts';
import { variableText } from './variable.ts';

/** Of many definitions the first are told. */
const MOST = 5;

/** A name that something defines: a variable, a group, a zone, a log format, a named location, … */
export function nameHover(subject: Subject): Finding | null {
  // The first word of a directive is none; finding all names takes time after each edit.
  if (subject.index === -1 && !isEntry(subject.standings[0])) return null;
  const names = namesAt(subject.snapshot, subject.file, subject.offset);
  const [first] = names;
  if (first === undefined) return null;
  const texts = distinct(names.slice(0, MOST).map((name) => textOf(name, subject)));
  const markdown = join(texts, '\n\n---\n\n');
  return markdown.length === 0 ? null : { span: first.name.whole, markdown };
}

function textOf({ model, name }: NameIn, { standings }: Subject): Markdown {
  const standing = standings.find((each) => each.model === model);
  const here = standing?.at ?? name.at;
  if (name.kind === 'variable') return variableText(model, name, here);
  const definitions = definitionsOf(model, name).slice(0, MOST);
  if (name.kind === 'log-format' && definitions.length === 0 && name.text === 'combined') return COMBINED;
  return join(
    definitions.map((definition) => definitionText({ model, name: definition }, here)),
    '\n\n',
  );
}

const COMBINED = join([
  nginxBlock([
    `log_format combined '$remote_addr - $remote_user [$time_local] '`,
    `                    '"$request" $status $body_bytes_sent '`,
    `                    '"$http_referer" "$http_user_agent"';`,
  ]),
  ["nginx's own format, which holds where none is named"],
]);

function definitionText({ model, name }: NameIn, here: Occurrence): Markdown {
  const { at, kind, scope } = name;
  if (kind === 'upstream') {
    const upstream = model.upstreams.find((each) => each.at === at);
    return upstream === undefined ? NOTHING : upstreamText(model, upstream, here.file);
  }
  if (kind === 'named-location') {
    const location = model.location(placeIn(model.occurrencesOf(at.node), here) ?? at);
    return location === null ? NOTHING : locationText(model, location, here.file);
  }
  const place = at.node === here.node ? NOTHING : md`Defined at ${placeOf(model, at, here.file)}`;
  const size = kind === 'zone' ? sizeText(at, name.text, scope) : NOTHING;
  const { text } = model.source(at.file);
  const lines = at.node.body === null ? text.slice(at.node.start, at.node.end) : written(model, at);
  return join([nginxBlock([cut(lines)]), join([size, place])]);
}

/** A named location of an included file stands in several servers. */
function placeIn(all: readonly Occurrence[], here: Occurrence): Occurrence | null {
  const server = enclosing(here, 'server');
  return all.find((at) => enclosing(at, 'server') === server) ?? null;
}

const LONGEST = 1000;

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** `zone=one:10m`, `zone one 64k`: how much memory it takes. */
function sizeText({ node }: Occurrence, zone: string, scope: string): Markdown {
  for (const [index, { value }] of node.args.entries()) {
    const [name, size] = value.replace(/^(?:keys_zone=|zone=|shared:)/, '').split(':');
    const written =
      name === zone ? (size ?? (scope.endsWith('upstream') ? node.args[index + 1]?.value : undefined)) : null;
    const bytes = written === undefined || written === null ? null : parseSize(written);
    if (bytes !== null) return [`${code(zone)} is ${bytesText(bytes)} of shared memory`];
  }
  return NOTHING;
}
