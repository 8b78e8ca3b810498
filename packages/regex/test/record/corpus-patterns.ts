import { readFileSync } from 'node:fs';

export interface Expression {
  readonly pattern: string;
  readonly caseless: boolean;
}

type Block = [line: number, end: number, kind: string, words?: string[]];

const REGEX_WORD = /^(?:!?~\*?)$/;

/** The regular expressions of nginx configurations, from the words that nginx's reader finds in them, each once. */
export function corpusExpressions(tokensFile: string): { readonly routing: Expression[]; readonly maps: Expression[] } {
  const routing = new Map<string, Expression>();
  const maps = new Map<string, Expression>();
  for (const line of readFileSync(tokensFile, 'utf8').split('\n')) {
    if (line === '') continue;
    const { t } = JSON.parse(line) as { t?: Block[] };
    const open: string[] = [];
    for (const [, , kind, words] of t ?? []) {
      if (kind === '}') open.pop();
      const inMap = /^(?:map|geo|hostnames)$/.test(open[open.length - 1] ?? '');
      if (kind !== '}' && words !== undefined) {
        for (const found of expressionsOf(words, inMap)) {
          const target = inMap ? maps : routing;
          target.set(`${found.caseless} ${found.pattern}`, found);
        }
      }
      if (kind === '{') open.push(words?.[0] ?? '');
    }
  }
  return { routing: [...routing.values()], maps: [...maps.values()] };
}

function expressionsOf(words: readonly string[], inMap: boolean): Expression[] {
  const [name = '', first = '', second = ''] = words;
  if (inMap) return name.startsWith('~') ? [tilde(name)] : [];
  switch (name) {
    case 'location':
      if (REGEX_WORD.test(first)) return [{ pattern: second, caseless: first.endsWith('*') }];
      return first.startsWith('~') ? [tilde(first)] : [];
    case 'rewrite':
    case 'fastcgi_split_path_info':
      return [{ pattern: first, caseless: false }];
    case 'server_name':
      return words
        .slice(1)
        .flatMap((word) => (word.startsWith('~') ? [{ pattern: word.slice(1), caseless: true }] : []));
    case 'if': {
      const at = words.findIndex((word) => REGEX_WORD.test(word));
      const pattern = words[at + 1]?.replace(/\)$/, '');
      return at < 0 || pattern === undefined ? [] : [{ pattern, caseless: words[at]?.endsWith('*') ?? false }];
    }
    default:
      return [];
  }
}

function tilde(word: string): Expression {
  const caseless = word.startsWith('~*');
  return { pattern: word.slice(caseless ? 2 : 1), caseless };
}
