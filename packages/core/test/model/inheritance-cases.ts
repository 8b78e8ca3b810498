// Configurations in which each level sets a directive to a value that tells the level, and requests that show which holds.

export const LEVELS = ['http', 'server', 'outer', 'nested', 'if', 'limit_except'] as const;
export type Level = (typeof LEVELS)[number];

/** Where a request ends up, by the block that serves it. */
export const PROBES = {
  server: '/s/',
  outer: '/o/',
  nested: '/o/n/',
  if: '/i/',
  limit_except: '/l/',
} as const;
export type Probe = keyof typeof PROBES;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Levels whose access log holds the request. */
  readonly logged: readonly Level[];
}

export interface Case {
  /** More than one where they share a slot. */
  readonly directives: readonly string[];
  readonly levels: readonly Level[];
  /** What a level writes; `N` is its number, from 1. */
  readonly line: (n: number, level: Level) => string;
  /** Lines of every location, or of the server, which are the same in all variants. */
  readonly http?: string;
  readonly server?: string;
  readonly location?: string;
  readonly onlyWithHttp?: boolean;
  /** Name of the requested file. */
  readonly file: string;
  /** The levels that an answer shows; other words where it shows something else. */
  readonly seen: (answer: Answer) => readonly string[];
}

const levelOf = (text: string | undefined): string[] => {
  const level = LEVELS[Number(text) - 1];
  return level === undefined ? [] : [level];
};
const digits = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/[1-6]/g)].flatMap(([n]) => levelOf(n));

const BLOCKS: readonly Level[] = ['http', 'server', 'outer', 'nested'];
const FILES = 'root @PREFIX@/files;';
const PROXY = 'proxy_pass http://127.0.0.1:@BACKEND@;';

export const CASES: Readonly<Record<string, Case>> = {
  add_header: {
    directives: ['add_header'],
    levels: [...BLOCKS, 'if'],
    line: (n) => `add_header X-Level ${n};`,
    http: FILES,
    file: 'x.txt',
    seen: (answer) => digits(answer.headers['x-level']),
  },
  'add_header, two at a level': {
    directives: ['add_header'],
    levels: ['server', 'outer'],
    line: (n) => `add_header X-Level ${n}; add_header X-Level ${n};`,
    http: FILES,
    file: 'x.txt',
    seen: (answer) => digits(answer.headers['x-level']),
  },
  proxy_set_header: {
    directives: ['proxy_set_header'],
    levels: BLOCKS,
    line: (n) => `proxy_set_header X-Level ${n};`,
    location: PROXY,
    file: 'x.txt',
    seen: (answer) => digits(/level=(\d?)/.exec(answer.body)?.[1]),
  },
  proxy_hide_header: {
    directives: ['proxy_hide_header'],
    levels: BLOCKS,
    line: (n) => `proxy_hide_header X-${n};`,
    location: PROXY,
    file: 'x.txt',
    seen: (answer) =>
      'x-0' in answer.headers ? LEVELS.filter((_, index) => !(`x-${index + 1}` in answer.headers)) : [],
  },
  root: {
    directives: ['root'],
    levels: [...BLOCKS, 'if'],
    line: (n) => `root @PREFIX@/${n};`,
    file: 'x.txt',
    seen: (answer) => (answer.status === 200 ? digits(answer.body) : []),
  },
  'root and alias': {
    directives: ['root', 'alias'],
    levels: BLOCKS,
    line: (n, level) => (level === 'outer' ? `alias @PREFIX@/${n}/s/;` : `root @PREFIX@/${n};`),
    file: 'x.txt',
    seen: (answer) => (answer.status === 200 ? digits(answer.body) : []),
  },
  index: {
    directives: ['index'],
    levels: BLOCKS,
    line: (n) => `index ${n}.txt;`,
    http: FILES,
    file: '',
    seen: (answer) => (answer.status === 200 ? digits(answer.body) : []),
  },
  error_page: {
    directives: ['error_page'],
    levels: [...BLOCKS, 'if'],
    line: (n) => `error_page 404 /page/${n};`,
    http: FILES,
    server: 'location ~ ^/page/(\\d) { return 404 "page $1"; }',
    file: 'missing',
    seen: (answer) => digits(/^page (\d)/.exec(answer.body)?.[1]),
  },
  proxy_pass: {
    directives: ['proxy_pass'],
    levels: ['outer', 'nested', 'if', 'limit_except'],
    line: (n) => `proxy_pass http://127.0.0.${n}:@BACKEND@;`,
    file: 'x.txt',
    seen: (answer) => digits(/address=127\.0\.0\.(\d)/.exec(answer.body)?.[1]),
  },
  try_files: {
    directives: ['try_files'],
    levels: ['server', 'outer', 'nested'],
    line: (n) => `try_files /missing =41${n};`,
    file: 'missing',
    seen: (answer) => (answer.status > 410 ? digits(String(answer.status % 10)) : []),
  },
  return: {
    directives: ['return'],
    levels: ['outer', 'nested', 'if'],
    line: (n) => `return 41${n};`,
    file: 'missing',
    seen: (answer) => (answer.status > 410 ? digits(String(answer.status % 10)) : []),
  },
  expires: {
    directives: ['expires'],
    levels: [...BLOCKS, 'if'],
    line: (n) => `expires ${n};`,
    http: FILES,
    file: 'x.txt',
    seen: (answer) => digits(answer.headers['cache-control']),
  },
  default_type: {
    directives: ['default_type'],
    levels: BLOCKS,
    line: (n) => `default_type text/level-${n};`,
    http: FILES,
    file: 'x',
    seen: (answer) => digits(answer.headers['content-type']),
  },
  types: {
    directives: ['types'],
    levels: BLOCKS,
    line: (n) => `types { text/level-${n} txt; }`,
    http: FILES,
    file: 'x.txt',
    seen: (answer) => digits(answer.headers['content-type']),
  },
  charset: {
    directives: ['charset'],
    levels: [...BLOCKS, 'if'],
    line: (n) => `charset level-${n};`,
    http: `${FILES} default_type text/plain;`,
    file: 'x',
    seen: (answer) => digits(/charset=(.*)/.exec(answer.headers['content-type'] ?? '')?.[1]),
  },
  auth_basic: {
    directives: ['auth_basic'],
    levels: [...BLOCKS, 'limit_except'],
    line: (n) => `auth_basic level-${n};`,
    http: `${FILES} auth_basic_user_file @PREFIX@/users;`,
    file: 'x.txt',
    seen: (answer) => digits(answer.headers['www-authenticate']),
  },
  access_log: {
    directives: ['access_log'],
    levels: [...BLOCKS, 'if', 'limit_except'],
    line: (n) => `access_log @PREFIX@/logs/${n};`,
    http: FILES,
    // Without any log, nginx writes to a place that only root may write to.
    onlyWithHttp: true,
    file: 'x.txt',
    seen: (answer) => answer.logged,
  },
  'allow and deny': {
    directives: ['allow', 'deny'],
    levels: [...BLOCKS, 'limit_except'],
    // Alternating, so that an inherited list would turn the answer round.
    line: (n) => (n % 2 === 0 ? 'deny all;' : 'allow 127.0.0.0/8; deny all;'),
    http: FILES,
    file: 'x.txt',
    seen: (answer) => [answer.status === 403 ? 'denied' : 'allowed'],
  },
};

export interface Variant {
  readonly name: string;
  readonly sets: readonly Level[];
}

/** Whether http sets the directive, in each configuration of a case: all its servers share that level. */
export function httpChoices(one: Case): readonly boolean[] {
  if (one.onlyWithHttp) return [true];
  return one.levels.includes('http') ? [false, true] : [false];
}

/** No level, each level, and each two, beside http where it is `http`. */
export function variantsOf(one: Case, http: boolean): readonly Variant[] {
  const inner = one.levels.filter((level) => level !== 'http');
  const sets: Level[][] = [[], ...inner.map((level) => [level])];
  inner.forEach((level, index) => {
    for (const second of inner.slice(index + 1)) sets.push([level, second]);
  });
  return sets.map((set) => {
    const all: Level[] = http ? ['http', ...set] : set;
    return { name: all.join('+') || 'nowhere', sets: all };
  });
}

/** The whole configuration of a case; `@PREFIX@`, `@PORT@` and `@BACKEND@` stand for what a run decides. */
export function configOf(one: Case, http: boolean): string {
  const line = (variant: Variant, level: Level): string =>
    variant.sets.includes(level) ? one.line(LEVELS.indexOf(level) + 1, level) : '';
  const location = one.location ?? '';
  const servers = variantsOf(one, http).map((variant, index) =>
    [
      'server {',
      '  listen 127.0.0.1:@PORT@;',
      `  server_name v${index};`,
      `  ${one.server ?? ''} ${line(variant, 'server')}`,
      one.location === undefined ? '' : `  location /s/ { ${location} }`,
      `  location /o/ { ${location} ${line(variant, 'outer')}`,
      `    location /o/n/ { ${location} ${line(variant, 'nested')} }`,
      '  }',
      `  location /i/ { ${location} ${line(variant, 'outer')}`,
      `    if ($request_method = GET) { ${line(variant, 'if')} }`,
      '  }',
      `  location /l/ { ${location} ${line(variant, 'outer')}`,
      `    limit_except POST { ${line(variant, 'limit_except')} }`,
      '  }',
      '}',
    ].join('\n'),
  );
  return [
    'daemon off; master_process off; pid @PREFIX@/nginx.pid; error_log @PREFIX@/error.log;',
    'events { worker_connections 64; }',
    'http {',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path @PREFIX@/temp;`),
    one.directives.includes('access_log') ? '' : 'access_log off;',
    one.http ?? '',
    http ? one.line(1, 'http') : '',
    ...servers,
    'server {',
    ...[1, 2, 3, 4, 5, 6].map((n) => `  listen 127.0.0.${n}:@BACKEND@;`),
    ...[0, 1, 2, 3, 4, 5, 6].map((n) => `  add_header X-${n} ${n};`),
    '  location / { return 200 "level=$http_x_level address=$server_addr"; }',
    '}',
    '}',
    '',
  ].join('\n');
}
