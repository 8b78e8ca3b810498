import type { ConfigModel, Occurrence } from '@nginx-lint/core';
import type { Name } from '../../names/name.ts';
import { namesOf } from '../../names/names-of.ts';
import { definitionsOf } from '../../names/nearer.ts';
import { variableDocumentation } from '../completion/documentation.ts';
import { bullets, code, join, type Markdown, md, NOTHING, nginxBlock, placeOf, written } from '../markdown.ts';
import { capturedText, groupSource } from './group.ts';
import type { Finding, Subject } from './subject.ts';

/** Of many directives that set a variable the first are told. */
const MOST = 5;
/** Of a long table the first entries are shown. */
const MOST_ENTRIES = 8;

/** What a variable holds, and where it gets it from. */
export function variableText(model: ConfigModel, name: Name, here: Occurrence): Markdown {
  const scope = name.scope === 'stream' ? 'stream' : 'http';
  const fact = model.facts.variable(name.text, scope);
  const places = writersOf(model, name);
  const own = fact === null || (places.length > 0 && fact.prefix === true);
  const tables = own ? places.filter(({ at }) => at.node.body !== null && at.fact?.definesVariable !== undefined) : [];
  return join([
    own ? nginxBlock([`$${name.text}`]) : [variableDocumentation(fact)],
    own && places.length === 0 ? [nowhere(model)] : NOTHING,
    ...tables.slice(0, 2).map(({ at }) => tableText(model, at)),
    bullets(places.slice(0, MOST).map((place) => writerText(model, place, here))),
    places.length > MOST ? [`and ${places.length - MOST} more`] : NOTHING,
  ]);
}

function nowhere({ tree }: ConfigModel): string {
  return tree.whole ? 'Nothing here sets it' : 'Nothing in this part of a configuration sets it';
}

/** What gives the variable its value: its definitions, and `set` of one of nginx's own. */
function writersOf(model: ConfigModel, name: Name): readonly Name[] {
  const defined = definitionsOf(model, name);
  if (defined.length > 0) return defined;
  return namesOf(model)
    .of(name.key)
    .filter(({ writes }) => writes);
}

function writerText(model: ConfigModel, { at, text, group }: Name, here: Occurrence): Markdown {
  const place = at.node === here.node ? ['here'] : md`${placeOf(model, at, here.file)}`;
  const by = md`${code(written(model, at))} (${place})`;
  if (!group) return md`Set by ${by}`;
  const source = groupSource(model, at, text);
  return source === null ? md`A group of ${by}` : md`A group of ${by}: what ${code(source)} matches`;
}

/** The table of a `map`, `geo` or `split_clients`. */
function tableText(model: ConfigModel, block: Occurrence): Markdown {
  const entries = block.children.filter(({ node }) => node.body === null);
  const shown = entries.slice(0, MOST_ENTRIES).map((entry) => `    ${written(model, entry)}`);
  const more = entries.length - shown.length;
  return nginxBlock([`${written(model, block)} {`, ...shown, ...(more > 0 ? [`    # ${more} more`] : []), '}']);
}

const CAPTURE = /\$(?:([1-9])|\{([1-9])\})/g;

/** `$1` to `$9`: the group of the expression that was matched last. */
export function captureHover(subject: Subject): Finding | null {
  const { word, spot, offset, index, standings } = subject;
  const written = spot.source.text.slice(word.start, word.end);
  if (index === -1 && standings[0].at.fact !== null) return null;
  for (const match of written.matchAll(CAPTURE)) {
    const start = word.start + match.index;
    const end = start + match[0].length;
    if (offset < start || offset > end) continue;
    const number = Number(match[1] ?? match[2]);
    const found = standings.flatMap(({ model, at }) => {
      const text = capturedText(model, at, number);
      return text === null ? [] : [text];
    });
    const [first] = found;
    return first === undefined ? null : { span: { start, end }, markdown: first };
  }
  return null;
}
