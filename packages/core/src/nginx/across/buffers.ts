import { isBlock } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Fix, Related } from '../../text/report.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { type BufferProblem, type BufferSettings, bufferProblem, type Setting, sizeText } from '../buffer-sizes.ts';
import type { Fault, ModelCheck } from '../fault.ts';
import { parseNumber, parseSize } from '../units.ts';

const MODULES = ['proxy', 'fastcgi', 'uwsgi', 'scgi'];
const PARTS: readonly Setting[] = [
  'buffer_size',
  'buffers',
  'busy_buffers_size',
  'temp_file_write_size',
  'max_temp_file_size',
];

/** ngx_pagesize of most machines: 4096 bytes. */
const PAGE = 4096;

/** Sizes of buffers that contradict each other in a block: the merge functions of the proxying modules. */
export const bufferSizes: ModelCheck = function* (model): Generator<Fault> {
  for (const module of MODULES) {
    for (const block of blocksThatSet(module, model)) {
      const fault = faultIn(block, module, model);
      if (fault) yield fault;
    }
  }
};

/**
 * Blocks in which something of it changes. What stands in `http` is merged into each server only: the first one that
 * sets nothing itself stands for all such.
 */
function blocksThatSet(module: string, model: ConfigModel): Set<Occurrence> {
  const blocks = new Set<Occurrence>();
  for (const part of PARTS)
    for (const at of model.named(`${module}_${part}`)) {
      if (at.fact === null || at.parent === null || at.context.startsWith('stream')) continue;
      if (at.context !== 'http') blocks.add(at.parent);
      else {
        const server = at.parent.children.find((child) => child.name === 'server' && isBlock(child));
        if (server) blocks.add(server);
      }
    }
  return blocks;
}

type Places = Partial<Record<Setting, Occurrence>>;

function faultIn(block: Occurrence, module: string, model: ConfigModel): Fault | null {
  const places: Places = {};
  for (const part of PARTS) {
    const [at] = model.effective(block, `${module}_${part}`).values;
    if (at !== undefined) places[part] = at;
  }
  const settings = settingsOf(places);
  const problem = settings && bufferProblem(settings, module);
  const culprit = problem && culpritOf(places, problem);
  if (!problem || !culprit) return null;
  const others = PARTS.map((part) => places[part]).filter((at) => at !== undefined && at !== culprit);
  const fixes = fixesOf(places, problem);
  return {
    rule: 'proxy-buffer-sizes-inconsistent',
    at: culprit,
    span: culprit.node,
    message: problem.message,
    nginx: problem.nginx,
    related: [...others.flatMap((at) => (at ? [related(at)] : [])), ...endOfHttp(block)],
    ...(fixes.length > 0 ? { fixes } : {}),
    ...(model.certain ? {} : { doubtful: true }),
  };
}

/** Null where a value is wrong in itself, which is said elsewhere. */
function settingsOf(places: Places): BufferSettings | null {
  const size = (part: Setting, index = 0): number | null | undefined => {
    const word = places[part]?.node.args[index];
    return word === undefined ? undefined : parseSize(word.value);
  };
  const countWord = places.buffers?.node.args[0];
  const count = countWord === undefined ? 8 : parseNumber(countWord.value);
  const each = size('buffers', 1);
  const [first, busy, write, most] = [
    size('buffer_size'),
    size('busy_buffers_size'),
    size('temp_file_write_size'),
    size('max_temp_file_size'),
  ];
  if (count === null || each === null || first === null || busy === null || write === null || most === null)
    return null;
  return { count, each: each ?? PAGE, first: first ?? PAGE, busy, write, most };
}

/** The setting that the problem is about, or of those that lead to it the one that stands furthest in. */
function culpritOf(places: Places, { settings }: BufferProblem): Occurrence | null {
  for (const part of settings) {
    const at = places[part];
    if (at !== undefined) return at;
  }
  return null;
}

function related(at: Occurrence): Related {
  const name = at.name;
  return { file: at.file, span: at.node, message: `"${name}" is set here` };
}

/** nginx finds it when it merges, and names the line of the end of `http`. */
function endOfHttp(block: Occurrence): Related[] {
  let http: Occurrence = block;
  while (http.parent !== null) http = http.parent;
  const body = http.node.body;
  if (http.implied || body?.kind !== 'block' || body.close === null) return [];
  return [{ file: http.file, span: body.close, message: 'nginx finds it here, when it has read the whole block' }];
}

function fixesOf(places: Places, { remedy }: BufferProblem): Fix[] {
  const at = remedy && places[remedy.setting];
  const word = at?.node.args[0];
  if (!remedy || !at || !word) return [];
  const text = remedy.setting === 'buffers' ? String(remedy.value) : sizeText(remedy.value);
  const title = `Write "${at.name} ${[text, ...at.node.args.slice(1).map(({ value }) => value)].join(' ')}"`;
  return [{ title, safe: false, edits: [{ file: at.file, span: word, text }] }];
}
