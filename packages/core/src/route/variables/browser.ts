import { own } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { wordBytes } from '../bytes.ts';
import { type Bytes, type Exchange, perBlock, type Unknown, type Value } from '../types.ts';
import type { BuiltIns } from './built-in.ts';
import { headerValues } from './headers.ts';

/** ngx_http_modern_browser_masks: where to look for a name, and what stands between its start and the version. */
const MASKS = [
  { browser: 'opera', skip: 0, add: 'Opera '.length, name: 'Opera' },
  { browser: 'msie', skip: 'Mozilla/4.0 (compatible; '.length, add: 'MSIE '.length, name: 'MSIE ' },
  { browser: 'gecko', skip: 'Mozilla/5.0 ('.length, add: 'rv:'.length, name: 'rv:' },
  { browser: 'safari', skip: 'Mozilla/5.0 ('.length, add: 'Safari/'.length, name: 'Safari/' },
  { browser: 'konqueror', skip: 'Mozilla/5.0 (compatible; '.length, add: 'Konqueror/'.length, name: 'Konqueror/' },
] as const;

/** Opera may call itself MSIE: where it is not listed as modern, no version of it is. */
const UNREACHABLE = 4_001_000_000;

interface Modern {
  /** Index of its mask; the order in which they are tried. */
  readonly mask: number;
  readonly version: number;
}

interface Browsers {
  /** Null where they were listed in `http`: nginx never makes them ready, and looks for names in memory that nobody wrote. */
  readonly modern: readonly Modern[] | null;
  readonly unlisted: boolean;
  readonly ancient: readonly Bytes[];
  readonly netscape4: boolean;
}

const NONE: Browsers = { modern: [], unlisted: false, ancient: [], netscape4: false };

/** ngx_http_browser_merge_conf() */
const browsersOf = perBlock((block, model): Browsers => {
  const outer = block.parent === null ? NONE : browsersOf(block.parent, model);
  const { modern: listed, unlisted } = readModern(block);
  const modern = block.parent === null && listed.length > 0 ? null : listed;
  const { ancient, netscape4 } = readAncient(block, model);
  return {
    ...(listed.length > 0 || unlisted ? { modern, unlisted } : { modern: outer.modern, unlisted: outer.unlisted }),
    ...(ancient.length > 0 || netscape4
      ? { ancient, netscape4 }
      : { ancient: outer.ancient, netscape4: outer.netscape4 }),
  };
});

function readModern(block: Occurrence): { readonly modern: readonly Modern[]; readonly unlisted: boolean } {
  const modern: Modern[] = [];
  let unlisted = false;
  for (const { node } of own(block, 'modern_browser')) {
    const [name, version] = node.args;
    const mask = MASKS.findIndex(({ browser }) => browser === name?.value.toLowerCase());
    if (version === undefined) unlisted ||= name?.value === 'unlisted';
    else if (mask >= 0) modern.push({ mask, version: readVersion(version.value) });
  }
  if (modern.length > 0 && !modern.some(({ mask }) => mask === 0)) modern.push({ mask: 0, version: UNREACHABLE });
  return { modern: modern.sort((one, two) => one.mask - two.mask), unlisted };
}

function readAncient(block: Occurrence, model: ConfigModel): Pick<Browsers, 'ancient' | 'netscape4'> {
  const words = own(block, 'ancient_browser').flatMap((at) =>
    at.node.args.map(({ value }) => wordBytes(model, at, value)),
  );
  return { ancient: words.filter((word) => word !== 'netscape4'), netscape4: words.includes('netscape4') };
}

/** `5.5.1` as 5050100; nothing behind the fourth number counts. */
function readVersion(text: string): number {
  let scale = 1_000_000;
  let version = 0;
  for (const part of text.split('.')) {
    version += Number(part) * scale;
    scale = Math.floor(scale / 100);
  }
  return version;
}

/** ngx_http_browser() */
function isModern(exchange: Exchange): boolean | Unknown {
  const { modern, unlisted, ancient, netscape4 } = browsersOf(exchange.block, exchange.model);
  const [agent] = headerValues(exchange, 'user-agent');
  if (agent === undefined) return unlisted;
  if (modern === null) return { unknown: 'what nginx makes of a "modern_browser" that stands in "http"' };
  for (const { mask, version } of modern) {
    const { skip, name, add } = MASKS[mask] ?? MASKS[0];
    const at = skip >= agent.length ? -1 : agent.indexOf(name, skip);
    if (at < 0 || at + add >= agent.length) continue;
    return reaches(agent.slice(at + add), version);
  }
  if (modern.length > 0 && !unlisted) return false;
  if (netscape4 && agent.length > 'Mozilla/4.72 '.length && /^Mozilla\/[1-4]/.test(agent)) return false;
  return !ancient.some((name) => agent.includes(name)) && unlisted;
}

/** Is the version that a text begins with at least this one? */
function reaches(text: Bytes, wanted: number): boolean {
  const written = /^[\d.]*/.exec(text)?.[0] ?? '';
  const parts = written.split('.');
  let version = 0;
  let scale = 1_000_000;
  for (const [index, part] of parts.entries()) {
    version += Number(part) * scale;
    if (index < parts.length - 1 && version > wanted) return true;
    scale = Math.floor(scale / 100);
  }
  return version >= wanted;
}

function wordOf({ model, block }: Exchange, directive: string): Value {
  const [at] = model.effective(block, directive).values;
  return at === undefined ? '1' : wordBytes(model, at, at.node.args[0]?.value ?? '');
}

function valueIf(exchange: Exchange, wanted: boolean): Value {
  const modern = isModern(exchange);
  if (typeof modern !== 'boolean') return modern;
  return modern === wanted ? wordOf(exchange, wanted ? 'modern_browser_value' : 'ancient_browser_value') : '';
}

export const browserVariables: BuiltIns = {
  modern_browser: (exchange) => valueIf(exchange, true),
  ancient_browser: (exchange) => valueIf(exchange, false),
};
