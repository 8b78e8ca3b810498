import { type ConfigModel, contentHandler, type HandlerKind, type Occurrence } from '@nginx-lint/core';
import { bullets, type Markdown, md, NOTHING } from '../markdown.ts';
import { around, shown } from './effect.ts';

/** Those that decide what a request gets, by what answers it; null: whatever does. */
const THAT_MATTER: readonly (readonly [directive: string, handler: HandlerKind | null])[] = [
  ['add_header', null],
  ['proxy_set_header', 'proxy'],
  ['grpc_set_header', 'grpc'],
  ['fastcgi_param', 'fastcgi'],
  ['uwsgi_param', 'uwsgi'],
  ['scgi_param', 'scgi'],
  ['auth_basic', null],
  ['limit_req', null],
];

/** Access rules are one list, whatever their directive. */
const ACCESS = ['allow', 'deny'];

/** What a block takes over from those around it, and what of that it loses by setting its own. */
export function inheritedText(model: ConfigModel, block: Occurrence): Markdown {
  const handler = contentHandler(model, block);
  if (handler === null) return NOTHING;
  const lines: Markdown[] = [];
  for (const [directive, kind] of THAT_MATTER)
    if (kind === null || kind === handler.kind) lines.push(...linesOf(model, block, [directive]));
  return bullets([...lines, ...linesOf(model, block, ACCESS)]);
}

function linesOf(model: ConfigModel, block: Occurrence, names: readonly string[]): readonly Markdown[] {
  const values = names.flatMap((name) => model.effective(block, name).values);
  const inherited = values.filter(({ parent }) => parent !== block);
  const lost = names.flatMap((name) => around(model, block, name)).filter((value) => !values.includes(value));
  const replaced = names.length === 1 && !/_(?:header|param)$/.test(names[0] ?? '');
  return [
    ...(inherited.length === 0 ? [] : [md`Inherits ${shown(model, inherited, block)}`]),
    ...(lost.length === 0 || replaced ? [] : [md`Does not inherit ${shown(model, lost, block)}`]),
  ];
}
