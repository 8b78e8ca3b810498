import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Row {
  readonly name: string;
  readonly module: string;
  readonly source: string;
  readonly contexts: readonly string[];
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const rows = (JSON.parse(read('core/data/directives.json')) as Row[]).filter((row) => row.source === 'core');
const text = read('service/data/directives.json');
const summaries = JSON.parse(text) as Record<string, Record<string, string>>;

const entries = Object.entries(summaries).flatMap(([module, texts]) =>
  Object.entries(texts).map(([key, summary]) => ({ module, key, name: key.split('@')[0] ?? key, summary })),
);

/** Families of modules whose directives say the same thing of different protocols. */
const FAMILY = /^(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached|tunnel|imap|pop3|smtp|http2|http3)_/;

/** Openings that say nothing of what a directive does, or that the reference of nginx begins with. */
const EMPTY = /^(?:Configures|Specifies|Defines|Determines|Enables|Disables|Allows|Provides|Used|This|The|An?|It)\b/;

/** The entries for which `wrong` holds, as they stand in the file. */
function those(wrong: (entry: (typeof entries)[number]) => boolean): string[] {
  return entries.filter(wrong).map((entry) => `${entry.module} ${entry.key}: ${entry.summary}`);
}

describe('summaries of directives', () => {
  it('has one for each directive of nginx in each of its contexts', () => {
    const missing = rows.flatMap((row) =>
      row.contexts
        .filter((context) => {
          const texts = summaries[row.module] ?? {};
          return (texts[`${row.name}@${context}`] ?? texts[row.name]) === undefined;
        })
        .map((context) => `${row.module} ${row.name} in ${context}`),
    );
    expect(rows.length).toBeGreaterThan(800);
    expect(missing).toEqual([]);
  });

  it('names no module, directive or context that the facts lack', () => {
    const known = new Set(
      rows.flatMap((row) => ['', ...row.contexts.map((c) => `@${c}`)].map((at) => `${row.module} ${row.name}${at}`)),
    );
    expect(those((entry) => !known.has(`${entry.module} ${entry.key}`))).toEqual([]);
  });

  it('is one sentence of at most 110 characters, without a full stop', () => {
    expect(those(({ summary }) => summary.length > 110 || summary.length < 10)).toEqual([]);
    expect(those(({ summary }) => /[.!?:;,\s]$|[.!?] [A-Z]|\s\s|[\n\t]/.test(summary))).toEqual([]);
  });

  it('begins with a verb that tells what the directive does', () => {
    expect(those(({ summary }) => !/^[A-Z][a-z]+s\b/.test(summary) || EMPTY.test(summary))).toEqual([]);
  });

  it('says more about a directive than its own name', () => {
    const words = (of: string) => of.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    const bare = those(({ name, summary }) => {
      const own = new Set([...words(name.replaceAll('_', ' ')), 'sets', 'the', 'a', 'of', 'for']);
      return words(summary).every((word) => own.has(word));
    });
    expect(bare).toEqual([]);
  });

  it('tells directives apart that are not of one family', () => {
    const bySummary = new Map<string, Set<string>>();
    for (const { name, summary } of entries) {
      const names = bySummary.get(summary) ?? new Set<string>();
      bySummary.set(summary, names.add(name.replace(FAMILY, '')));
    }
    const shared = [...bySummary].filter(([, names]) => names.size > 1).map(([summary, names]) => [summary, ...names]);
    expect(shared).toEqual([]);
  });

  it('says the same of a directive in each module of a family where it has the same name', () => {
    const differ = Object.keys(summaries['ngx_stream_ssl_module'] ?? {}).filter((name) => {
      const all = ['http', 'mail', 'stream'].map((scope) => summaries[`ngx_${scope}_ssl_module`]?.[name]);
      return new Set(all.filter((summary) => summary !== undefined)).size > 1;
    });
    expect(differ).toEqual([]);
  });

  it('stands one on a line, sorted by module and name', () => {
    const sorted = Object.fromEntries(
      Object.keys(summaries)
        .sort()
        .map((module) => [module, Object.fromEntries(Object.entries(summaries[module] ?? {}).sort(byKey))]),
    );
    expect(text).toBe(`${JSON.stringify(sorted, null, 2)}\n`);
  });
});

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
