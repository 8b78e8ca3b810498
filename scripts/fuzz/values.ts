import { readFileSync } from 'node:fs';
import { createFacts, type DirectiveFact, type Facts } from '@nginx-lint/core';
import type { Random } from './random.ts';

interface KindRow {
  readonly kind: string;
  readonly accept?: readonly string[];
  readonly reject?: readonly (readonly [string, string])[];
}

interface ParameterRow {
  readonly directive: string;
  readonly params: readonly {
    readonly name: string;
    readonly form: string;
    readonly value?: string;
    readonly values?: readonly string[];
    readonly rejectedExamples?: readonly string[];
  }[];
  readonly rejected?: readonly { readonly example: string }[];
}

const DATA = new URL('../../packages/core/data/', import.meta.url);

function rowsOf<T>(file: string): readonly T[] {
  return JSON.parse(readFileSync(new URL(file, DATA), 'utf8')) as T[];
}

/** Words that mean something somewhere, or nearly do. */
const ANYTHING = [
  ...[
    'on',
    'off',
    'ON',
    'none',
    'any',
    'all',
    'default',
    'auto',
    '""',
    '0',
    '1',
    '-1',
    '+1',
    '1.5',
    '007',
    '65535',
    '65536',
  ],
  ...[
    '99999999999999999999',
    '9223372036854775807',
    '10k',
    '10K',
    '10m',
    '1g',
    '10q',
    '1d',
    '1h30m',
    '10s5',
    '500ms',
    '1y',
    '1M',
  ],
  ...[
    '/',
    '/x',
    'x',
    'x/y',
    '/x/$host',
    '*',
    '*.a',
    '.a',
    'a.*',
    '~a',
    '~(',
    '~*^/(?<n>.)$',
    '"~[a"',
    '^~',
    '=',
    '!~',
    '@n',
  ],
  ...[
    '$host',
    '$nope',
    '$1',
    '$',
    'x$',
    '${host}',
    '$arg_x',
    '$http_x',
    '$status',
    '$remote_addr',
    '"a $uri b"',
    "'q'",
  ],
  ...[
    '80',
    ':80',
    '*:80',
    '127.0.0.1',
    '127.0.0.1:80',
    '127.0.0.1:0',
    '127.0.0.1:99999',
    '[::1]:80',
    '[::1',
    '::1',
    '::/0',
  ],
  ...[
    '10.0.0.0/8',
    '10.0.0.1/8',
    '10.0.0.0/33',
    '255.255.255.256',
    'unix:/tmp/s',
    'unix:',
    'localhost:80',
    '127.0.0.1:1-5',
  ],
  ...[
    'http://127.0.0.1',
    'http://127.0.0.1/x',
    'https://127.0.0.1',
    'http://',
    'http:/x',
    'ftp://x',
    'grpc://127.0.0.1:1',
  ],
  ...[
    'a=b',
    'a=',
    '=b',
    'zone=z:1m',
    'zone=z',
    'z:1m',
    'z:1k',
    'rate=1r/s',
    'keys_zone=k:1m',
    'levels=1:2',
    'if=$host',
    'weight=0',
  ],
  ...[
    'always',
    'break',
    'last',
    'permanent',
    'redirect',
    '200',
    '301',
    '404',
    '99',
    '1000',
    '600',
    'GET',
    'get',
    'ssl',
    'http2',
    'quic',
  ],
  ...[
    'TLSv1.2',
    'TLSv9',
    'HIGH',
    'error',
    'timeout',
    'http_500',
    'http_418',
    'syslog:server=127.0.0.1',
    'memory:1m',
    'stderr',
    'data:x',
  ],
];

/** Words to write: of the kinds and parameters that the facts name, right and wrong. */
export class Values {
  readonly facts: Facts;
  readonly #kinds: ReadonlyMap<string, KindRow>;
  readonly #parameters: ReadonlyMap<string, ParameterRow>;
  readonly #statements: readonly string[];

  constructor(version: string) {
    this.facts = createFacts({ version });
    this.#kinds = new Map(rowsOf<KindRow>('valuekinds.json').map((row) => [row.kind, row]));
    const parameters = rowsOf<ParameterRow>('parameters.json');
    this.#parameters = new Map(parameters.map((row) => [row.directive, row]));
    this.#statements = parameters.flatMap(({ rejected }) => rejected?.map(({ example }) => example) ?? []);
  }

  /** A statement that nginx refuses somewhere: raw, with its semicolon. */
  refusedStatement(random: Random): string {
    return random.pick(this.#statements);
  }

  anything(random: Random): string {
    return random.pick(ANYTHING);
  }

  /** One word for a directive's argument at an index. */
  word(random: Random, fact: DirectiveFact | undefined, index: number): string {
    if (random.chance(0.15)) return this.anything(random);
    const parameter = fact && random.chance(0.4) ? this.#parameter(random, fact.name) : null;
    if (parameter !== null) return parameter;
    const kind = fact?.valueKinds?.[Math.min(index, (fact.valueKinds?.length ?? 1) - 1)];
    const own = [...(kind?.values ?? []), ...(kind?.words ?? [])];
    if (own.length > 0 && random.chance(0.7)) return random.pick(own);
    return (kind && this.#ofKind(random, kind.kind)) ?? this.anything(random);
  }

  /** As many words as the fact allows, or nearly. */
  words(random: Random, fact: DirectiveFact): string[] {
    const { min, max, counts, flag } = this.facts.arity(fact);
    const wanted = counts ? random.pick(counts) : Math.min(max ?? min + 3, min + random.below(3));
    const count = Math.max(0, (flag ? 1 : wanted) + (random.chance(0.04) ? random.pick([-1, 1]) : 0));
    return Array.from({ length: count }, (_, index) => this.word(random, fact, index));
  }

  #ofKind(random: Random, name: string): string | null {
    const kind = this.#kinds.get(name);
    const right = kind?.accept ?? [];
    const wrong = kind?.reject?.map(([word]) => word) ?? [];
    const words = random.chance(0.7) || wrong.length === 0 ? right : wrong;
    return words.length > 0 ? random.pick(words) : null;
  }

  #parameter(random: Random, name: string): string | null {
    const row = this.#parameters.get(name);
    if (row === undefined || row.params.length === 0) return null;
    const param = random.pick(row.params);
    const examples = param.rejectedExamples ?? [];
    if (examples.length > 0 && random.chance(0.25)) return random.pick(examples).replace(/;$/, '');
    if (param.form === 'positional') return param.value ? this.#ofKind(random, param.value) : null;
    if (param.form === 'word') return param.name;
    const value = param.values ? random.pick(param.values) : param.value && this.#ofKind(random, param.value);
    return `${param.name}${value ?? this.anything(random)}`;
  }
}
