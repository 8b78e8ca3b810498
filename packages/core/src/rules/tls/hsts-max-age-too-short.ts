import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { HSTS, isHsts } from '../../model/hsts.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const YEAR = 31_536_000;

export default defineRule(
  {
    id: 'hsts-max-age-too-short',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'Browsers forget a Strict-Transport-Security header too soon, or do not understand it',
      why: 'A browser keeps to HTTPS for `max-age` seconds after its last visit. With minutes or days everybody who comes back later is as open to attack as on the first visit. Without `max-age`, or with one that is not a number, browsers ignore the header, and `max-age=0` makes them forget what they knew. The preload list of browsers takes no site with less than a year or without `includeSubDomains`.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    add_header Strict-Transport-Security "max-age=300" always;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    add_header Strict-Transport-Security "max-age=31536000" always;\n}',
      context: 'http',
      silent: ['for values with variables', 'for empty values, which send nothing'],
      severities: ['`error` for a header that browsers ignore', '`info` for `max-age=0`'],
      remedy:
        'Begin with a short time, and raise it to a year once the whole site works over HTTPS. While it is short on purpose, lower the option `minimum` or switch the rule off in a comment. There is no fix with `includeSubDomains` or `preload`, which concern other hosts too.',
      links: [
        'https://www.rfc-editor.org/rfc/rfc6797#section-6.1',
        'https://hstspreload.org/#deployment-recommendations',
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
      ],
    },
    options: { minimum: 15_768_000 },
    optionDocs: { minimum: 'The shortest `max-age` that is not reported, in seconds.' },
    messages: {
      ignored: ({ why }: { why: string }) => `browsers ignore this ${HSTS}: ${why}; write "max-age=${YEAR}"`,
      zero: () => `"max-age=0" makes browsers forget ${HSTS}; raise it unless the site gives up HTTPS`,
      short: ({ age, minimum }: { age: number; minimum: number }) =>
        `browsers forget this after ${shownTime(age)}; raise "max-age" to ${minimum} or more`,
      preload: ({ why }: { why: string }) => `"preload" has no effect ${why}; complete the header, or remove the word`,
    },
  },
  (ctx) => ({
    directives: {
      add_header(at) {
        const value = at.node.args[1];
        if (!isHsts(at) || value === undefined || value.value.trim() === '' || value.value.includes('$')) return;
        const parts = partsOf(value.value);
        const given = parts.get('max-age');
        const text = given?.replace(/^"(.*)"$/, '$1');
        if (text === undefined || !/^\d+$/.test(text)) {
          const why = text === undefined ? 'it has no max-age' : `max-age must be a number, not "${text}"`;
          ctx.report(at, value, 'ignored', { why }, { severity: 'error' });
          return;
        }
        const age = Number(text);
        const { minimum } = ctx.options;
        if (age === 0) {
          ctx.report(at, value, 'zero', undefined, { severity: 'info' });
          return;
        }
        const missing = parts.has('preload') ? lackingForPreload(age, parts) : null;
        if (age < minimum)
          ctx.report(
            at,
            value,
            'short',
            { age, minimum },
            { fixes: lengthened(ctx.model.source(at.file), value, parts) },
          );
        else if (missing !== null) ctx.report(at, value, 'preload', { why: missing });
      },
    },
  }),
);

/** Names and values; of several with one name browsers take the first. */
function partsOf(value: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of value.split(';')) {
    const [name = '', ...rest] = part.split('=');
    const key = name.trim().toLowerCase();
    if (key !== '' && !parts.has(key)) parts.set(key, rest.join('=').trim());
  }
  return parts;
}

function lackingForPreload(age: number, parts: ReadonlyMap<string, string>): string | null {
  if (!parts.has('includesubdomains')) return 'without includeSubDomains';
  return age < YEAR ? `with a max-age below ${YEAR}` : null;
}

function shownTime(seconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ];
  const [size, name] = units.find(([each]) => seconds >= each) ?? [1, 'second'];
  const count = Math.floor(seconds / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

function lengthened(
  source: { readonly text: string; readonly id: Occurrence['file'] },
  word: Word,
  parts: ReadonlyMap<string, string>,
): readonly Fix[] {
  if (parts.has('includesubdomains') || parts.has('preload')) return [];
  const text = source.text.slice(word.start, word.end);
  const found = /(max-age\s*=\s*"?)(\d+)/i.exec(text);
  if (found === null) return [];
  const start = word.start + found.index + (found[1] ?? '').length;
  const edits = [{ file: source.id, span: { start, end: start + (found[2] ?? '').length }, text: `${YEAR}` }];
  return [{ title: 'Let browsers remember it for a year', safe: true, edits }];
}
