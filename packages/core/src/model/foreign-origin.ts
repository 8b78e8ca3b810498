import { type ByteMachine, createMatcher, findWitness, type Pattern, parseRegex } from '@nginx-lint/regex';

const EVIL = 'evil.example';

/**
 * An origin of a domain that anybody may register and that an expression for trusted origins matches as well; null where
 * none is found. Looks for an origin that the author may have meant and changes it in the ways in which such expressions
 * fail: with something behind it, in front of its domain, or in place of a dot. A Referer may hold paths as well.
 */
export function foreignOrigin(
  text: string,
  caseless: boolean,
  encoding: 'utf-8' | 'latin1',
  isReferer: boolean,
): string | null {
  // `${NAME}` is for a program that fills in a template.
  if (text.includes('${')) return null;
  const { tree } = parseRegex(text, { caseless, encoding });
  if (!tree.accepted) return null;
  const matcher = createMatcher(tree);
  const matches = (origin: string): boolean => {
    const found = matcher.match(origin);
    return found !== null && found !== 'cannot-evaluate';
  };
  const tail = isReferer ? '/' : '';
  // What lets everybody in is no check that could fail.
  if (matches(`https://${EVIL}${tail}`) || matches(`http://${EVIL}${tail}`)) return null;
  const meant = originMeant(tree, isReferer);
  if (meant === null) return null;
  const foreign = foreignHosts(meant.host).map((host) => `${meant.scheme}${host}${tail}`);
  if (isReferer)
    foreign.push(
      ...[`/${meant.host}/`, `/.${meant.host}/`, `/?${meant.scheme}${meant.host}/`].map(
        (path) => `${meant.scheme}${EVIL}${path}`,
      ),
    );
  return foreign.find(matches) ?? openEnded(tree, isReferer).find(matches) ?? null;
}

interface Origin {
  readonly scheme: string;
  readonly host: string;
}

const SHORTEST_NAME = 4;
/** Dots first, so that what an unescaped dot stands for is one where it can be. */
const BYTES: readonly number[] = Array.from('.abcdefghijklmnopqrstuvwxyz0123456789-/', (sign) => sign.charCodeAt(0));

function originMeant(tree: Pattern, isReferer: boolean): Origin | null {
  let short: Origin | null = null;
  for (const dotted of [false, true]) {
    for (const scheme of ['https://', 'http://']) {
      const within = [hosts(scheme.length, dotted, isReferer)];
      const found = findWitness({ some: [tree], none: [], within, prefix: scheme, bytes: BYTES });
      if (typeof found === 'string') continue;
      const host = found.found.slice(scheme.length).replace(/\/.*$/, '');
      // `localhost` is meant, `a` is what some group happens to match.
      if (host.includes('.') || host.length >= SHORTEST_NAME) return { scheme, host };
      short ??= { scheme, host };
    }
  }
  return short;
}

/** Origins below the foreign domain that an expression may match: one of several alternatives may be open at its end. */
function openEnded(tree: Pattern, isReferer: boolean): string[] {
  return ['https://', 'http://'].flatMap((scheme) => {
    const within = [hosts(scheme.length, true, isReferer), below(EVIL, scheme.length)];
    const found = findWitness({ some: [tree], none: [], within, prefix: scheme, bytes: BYTES });
    return typeof found === 'string' ? [] : [found.found];
  });
}

/** Hosts that only the owner of another domain can have. */
function foreignHosts(host: string): string[] {
  const found = [`${host}.${EVIL}`, `${host}${EVIL}`, `${host}-${EVIL}`];
  const labels = host.split('.');
  if (!/^[a-z][a-z0-9-]*$/.test(labels.at(-1) ?? '') || labels.length < 2) return found;
  // `co.uk`: short names in front of a country are no domains of their own.
  const own = (labels.at(-1) ?? '').length === 2 && (labels.at(-2) ?? '').length <= 3 && labels.length > 2 ? 3 : 2;
  const domain = labels.slice(-own).join('.');
  const around = labels.slice(0, -own).join('.');
  found.push(`evil${domain}`, `evil-${domain}`);
  if (around !== '') found.push(`${around}x${domain}`, `${around}-${domain}`);
  return found;
}

const DEAD = -1;
const LABEL_START = 1;
const IN_LABEL = 2;
const DOTTED_START = 3;
const IN_DOTTED = 4;
const IN_PATH = 5;

const classOf = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const sign = String.fromCharCode(byte);
  classOf[byte] =
    sign === '.' ? 1 : sign === '/' ? 2 : sign === ':' ? 3 : sign === '-' ? 4 : /[a-z0-9]/.test(sign) ? 5 : 0;
}

/** A scheme of so many bytes, which the caller gives, and a host of letters, digits and dots; a path behind it if told. */
function hosts(schemeLength: number, dotted: boolean, path: boolean): ByteMachine {
  const first = IN_PATH + schemeLength;
  return {
    start: schemeLength === 0 ? LABEL_START : first,
    classOf,
    accepts: (state) => state === IN_DOTTED || (!dotted && state === IN_LABEL) || state === IN_PATH,
    step(state, byte) {
      if (state === DEAD) return DEAD;
      if (state > IN_PATH) return state === IN_PATH + 1 ? LABEL_START : state - 1;
      const kind = classOf[byte] ?? 0;
      if (kind === 0 || kind === 3) return DEAD;
      if (state === IN_PATH) return IN_PATH;
      if (kind === 2) return path && (state === IN_DOTTED || (!dotted && state === IN_LABEL)) ? IN_PATH : DEAD;
      const inside = state === IN_LABEL || state === IN_DOTTED;
      if (kind === 1) return inside ? DOTTED_START : DEAD;
      if (kind === 4 && !inside) return DEAD;
      return state === LABEL_START || state === IN_LABEL ? IN_LABEL : IN_DOTTED;
    },
  };
}

/** Texts whose host, behind a scheme of so many bytes, lies below a domain: states count how much of it has been read. */
function below(domain: string, schemeLength: number): ByteMachine {
  const tail = `.${domain}`;
  const done = tail.length;
  const path = done + 1;
  const classes = new Uint8Array(256);
  for (const sign of `${tail}/`) classes[sign.charCodeAt(0)] = sign.charCodeAt(0);
  return {
    start: path + schemeLength,
    classOf: classes,
    accepts: (state) => state === done || state === path,
    step(state, byte) {
      if (state === DEAD || state === path) return state;
      if (state > path) return state === path + 1 ? 0 : state - 1;
      const sign = String.fromCharCode(byte);
      if (sign === '/') return state === done ? path : DEAD;
      const read = tail.slice(0, state) + sign;
      for (let length = Math.min(read.length, done); length > 0; length--) {
        if (read.endsWith(tail.slice(0, length))) return length;
      }
      return 0;
    },
  };
}
