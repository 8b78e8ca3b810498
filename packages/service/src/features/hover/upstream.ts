import type { ConfigModel, FileId, UpstreamModel } from '@nginx-lint/core';
import { keyOf } from '../../names/name.ts';
import { namesOf } from '../../names/names-of.ts';
import { bullets, code, counted, join, type Markdown, md, NOTHING, nginxBlock, placeOf, written } from '../markdown.ts';

/** Of large groups the first servers are shown. */
const MOST = 8;
/** Directives that choose how requests are shared out; the last one counts. */
const METHODS: ReadonlySet<string> = new Set(['ip_hash', 'least_conn', 'hash', 'random', 'least_time']);

/** A group: its servers, how they take turns, and how many directives pass to it. */
export function upstreamText(model: ConfigModel, upstream: UpstreamModel, from: FileId): Markdown {
  const { servers, at } = upstream;
  const method = at.children.findLast(({ name }) => METHODS.has(name));
  const shown = servers.slice(0, MOST).map((server) => `    ${written(model, server.at)}`);
  const more = servers.length - shown.length;
  const uses = groupUses(model, upstream);
  const place = at.file === from ? NOTHING : md`Defined at ${placeOf(model, at, from)}`;
  return join([
    nginxBlock([
      `${written(model, at)} {`,
      ...(method === undefined ? [] : [`    ${written(model, method)}`]),
      ...shown,
      ...(more > 0 ? [`    # ${more} more`] : []),
      '}',
    ]),
    bullets([
      [`${counted(servers.length, 'server')}${specialServers(upstream)}`],
      [method === undefined ? 'Method: round robin' : `Method: ${code(method.name)}`],
      [uses === 0 ? unnamed(model, upstream) : `Named in ${counted(uses, 'place')}`],
      place,
    ]),
  ]);
}

function unnamed(model: ConfigModel, { name }: UpstreamModel): string {
  if (mayBeNamed(model, name.value)) return 'Variables may name it';
  return model.tree.whole ? 'Nothing names it' : 'Nothing in this part of a configuration names it';
}

function specialServers({ servers }: UpstreamModel): string {
  const kinds = [
    [servers.filter(({ backup }) => backup).length, 'backup'],
    [servers.filter(({ down }) => down).length, 'down'],
  ] as const;
  const texts = kinds.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  return texts.length === 0 ? '' : `, of which ${texts.join(' and ')}`;
}

/** How many directives pass to a group, in the text. */
export function groupUses(model: ConfigModel, { scope, name }: UpstreamModel): number {
  const places = namesOf(model).of(keyOf('upstream', scope, name.value));
  return places.filter(({ role }) => role === 'use').length;
}

/** Is there a text with variables that may come to the name of a group? */
export function mayBeNamed(model: ConfigModel, name: string): boolean {
  return namesOf(model).doubts.some(({ pattern }) => pattern.test(name));
}
