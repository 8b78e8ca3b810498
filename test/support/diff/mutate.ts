import type { Random } from '../../../scripts/fuzz/random.ts';
import { block, type Line, line, textOf } from '../routing/generate/lines.ts';
import { generateSite } from '../routing/generate/site.ts';

/** A configuration with one to three changes, such as people make: the random pairs of the tests of `diff`. */
export function mutated(random: Random, lines: readonly Line[]): readonly Line[] {
  let changed = lines;
  for (let count = random.pick([1, 1, 1, 2, 3]); count > 0; count--) changed = once(random, changed);
  return changed;
}

type Change = (random: Random, body: readonly Line[]) => readonly Line[];

const CHANGES: readonly Change[] = [dropped, dropped, doubled, moved, replaced, replaced, reworded, reworded, wrapped];

/** Changes that no request notices, as many as the others: proofs are wanted too. */
const HARMLESS: readonly Change[] = [timed, shuffledNames, movedSettings, reformatted];

function once(random: Random, lines: readonly Line[]): readonly Line[] {
  const bodies = bodiesIn(lines).filter((body) => body.length > 0);
  const change = random.pick(random.chance(0.25) ? HARMLESS : CHANGES);
  for (let tries = 0; tries < 8; tries++) {
    const target = random.pick(bodies);
    const made = change(random, target);
    if (textOf(made) !== textOf(target)) return put(lines, target, made);
  }
  return lines;
}

/** The bodies of `http` and of what stands in it. */
function bodiesIn(lines: readonly Line[]): (readonly Line[])[] {
  return lines.flatMap(({ text, body }) =>
    body === null || text === 'events'
      ? []
      : [...(/^(?:server|location|if|http|map)/.test(text) ? [body] : []), ...bodiesIn(body)],
  );
}

function put(lines: readonly Line[], target: readonly Line[], made: readonly Line[]): readonly Line[] {
  return lines.map((each) => {
    if (each.body === null) return each;
    return block(each.text, each.body === target ? made : put(each.body, target, made));
  });
}

function dropped(random: Random, body: readonly Line[]): readonly Line[] {
  const at = random.below(body.length);
  return body.filter((_, index) => index !== at);
}

function doubled(random: Random, body: readonly Line[]): readonly Line[] {
  const one = random.pick(body);
  return /^(?:location|server)/.test(one.text) ? [...body, renamed(random, one)] : body;
}

function moved(random: Random, body: readonly Line[]): readonly Line[] {
  const from = random.below(body.length);
  const rest = body.filter((_, index) => index !== from);
  const to = random.below(rest.length + 1);
  const one = body[from];
  return one === undefined ? body : [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** Something of another configuration in the place of what is there, or beside it. */
function replaced(random: Random, body: readonly Line[]): readonly Line[] {
  const one = random.pick(body);
  const kind = one.text.split(' ', 1)[0] ?? '';
  const others = linesOf(generateSite(random.below(100_000), 1).lines).filter(
    ({ text }) => text.startsWith(`${kind} `) || text === kind,
  );
  if (others.length === 0) return body;
  const other = random.pick(others);
  return random.chance(0.6) ? body.map((each) => (each === one ? other : each)) : [...body, other];
}

function linesOf(lines: readonly Line[]): Line[] {
  return lines.flatMap((each) => [each, ...(each.body === null ? [] : linesOf(each.body))]);
}

/** One sign of a line is another one. */
function reworded(random: Random, body: readonly Line[]): readonly Line[] {
  const fitting = body.filter(({ text }) => WORDS.some(([pattern]) => pattern.test(text)));
  if (fitting.length === 0) return body;
  const one = random.pick(fitting);
  return body.map((each) => (each === one ? renamed(random, one) : each));
}

const WORDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\/a\b/, ['/b', '/ab', '/a/b', '/']],
  [/\/b\b/, ['/a', '/', '/b/']],
  [/ ~ /, [' ~* ', ' ^~ /']],
  [/ = /, [' ', ' ^~ ']],
  [/\b[23]01\b/, ['302', '200']],
  [/\b404\b/, ['403', '410']],
  [/a\.test/, ['b.test', 'www.a.test', '*.a.test']],
  [/\bGET\b/, ['POST', 'PUT']],
  [/:900(\d)/, [':9001', ':9002']],
  [/ (last|break|redirect|permanent)$/, ['', ' last', ' break', ' redirect']],
  [/\/srv\/www/, ['/srv/alt', '/srv/www/a']],
  [/\$uri/, ['$document_uri', '$request_uri', '$v']],
  [/ default_server/, ['']],
  [/^location \//, ['location = /', 'location ^~ /', 'location /x']],
];

function renamed(random: Random, { text, body }: Line): Line {
  const fitting = WORDS.filter(([pattern]) => pattern.test(text));
  if (fitting.length === 0) return { text, body };
  const [pattern, words] = random.pick(fitting);
  return { text: text.replace(pattern, random.pick(words)), body };
}

/** A condition around an instruction. */
function wrapped(random: Random, body: readonly Line[]): readonly Line[] {
  const one = body.find(({ text }) => /^(?:return|rewrite|set) /.test(text));
  if (one === undefined) return dropped(random, body);
  const condition = random.pick(['$request_method = POST', '$http_x = 1', '$arg_x', '$uri ~ b', '$host = a.test']);
  return body.map((each) => (each === one ? block(`if (${condition})`, [one]) : each));
}

function timed(random: Random, body: readonly Line[]): readonly Line[] {
  const name = random.pick(['send_timeout', 'proxy_read_timeout', 'client_body_timeout', 'keepalive_timeout']);
  if (body.some(({ text }) => !/^(?:location|server|listen|root|error_page|add_header|set)/.test(text))) return body;
  return [...body, line(`${name} ${random.below(50) + 5}s`)];
}

function shuffledNames(_random: Random, body: readonly Line[]): readonly Line[] {
  return body.map((each) => {
    const [, first, rest] = /^server_name (\S+) (.+)$/.exec(each.text) ?? [];
    return first === undefined || rest === undefined
      ? each
      : line(`server_name ${[first, ...rest.split(' ').reverse()].join(' ')}`);
  });
}

/** Plain settings and prefix locations may stand anywhere. */
function movedSettings(random: Random, body: readonly Line[]): readonly Line[] {
  const free = ({ text }: Line): boolean => /^(?:root|index|autoindex|absolute_redirect|location \/)/.test(text);
  const ones = body.filter(free);
  if (ones.length === 0) return body;
  const last = random.pick(ones);
  return [...body.filter((each) => each !== last), last];
}

function reformatted(_random: Random, body: readonly Line[]): readonly Line[] {
  return body.map(({ text, body: inner }) => ({ text: text.replace(/ /, '  '), body: inner }));
}
