import type { Disjunction, Item, Pattern, Sequence } from '../../src/ast.ts';
import { bytesIn } from '../../src/byte-set.ts';
import { singleByteSet } from '../../src/match/first-set.ts';
import type { Random } from './random.ts';

/** What servers are commonly asked for. No subject holds a backslash: pcre2test's answers could not be told apart. */
export const COMMON: readonly string[] = [
  ...[
    '',
    '/',
    '\n',
    '/\n',
    '//',
    '/a',
    '/index.php',
    '/index.php\n',
    '/index.php/foo/bar',
    '/wp-admin/',
    '/wp-login.php',
  ],
  ...['/a.php/b.php/c', '/.git/config', '/.htaccess', '/.well-known/acme-challenge/x', '/~user/x', '/robots.txt'],
  ...['/favicon.ico', '/images/logo.PNG', '/a.jpg', '/a.jpeg\r', '/css/site.min.css', '/api/v1/users/42', '/API/V2/'],
  ...[
    '/static/js/app.3f2a.js?x=1',
    '/caf\xc3\xa9/\xc3\x89t\xc3\xa9.html',
    '/\xff\x80.php',
    '/a b/c',
    '/a\tb',
    '/x\x00y',
  ],
  ...['/2024/05/17/a-post/', '/en/docs', '/en-us/docs/index.html', '/a/b/c/d/e/f/g', '/a..b', '/../etc/passwd'],
  ...['/status', '/ping', '/nginx_status', '/.', '/x.php5', '/x.phtml', '/uploads/evil.php', '/a.tar.gz', '/a.b.c.d'],
  ...['example.com', 'www.example.com', 'WWW.EXAMPLE.COM', 'a.b.example.org', 'localhost', '127.0.0.1', '[::1]'],
  ...[
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0',
    'curl/8.0',
    'Googlebot/2.1',
    '-',
    'MSIE 6.0',
    'GET',
    'POST',
  ],
  ...['https://example.com/x', 'a=1&b=2', 'id=42', 'text/html; charset=utf-8', 'gzip, deflate', '1', '0', 'on'],
];

/** Strings that are made to match, and changes of them. */
export function derivedSubjects(tree: Pattern, random: Random, count: number): string[] {
  const found = new Set<string>();
  for (let tries = 0; found.size < count && tries < count * 8; tries++) {
    const witness = sampleBody(tree.body, random, 0).slice(0, 120);
    for (const subject of [witness, changed(witness, random)]) {
      if (!subject.includes('\\') && found.size < count) found.add(subject);
    }
  }
  return [...found];
}

/** Short strings of few characters. */
export function shortSubjects(random: Random, count: number): string[] {
  const characters = ['a', 'b', 'A', 'B', '/', '0', '.', '\n', '\r', '\xc3', '\xa9', ' ', 'a', 'b'];
  const found = new Set<string>(['', 'a', '\n']);
  while (found.size < count) {
    found.add(Array.from({ length: random.below(8) }, () => random.of(characters)).join(''));
  }
  return [...found];
}

function changed(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  switch (random.below(10)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.slice(at - 1);
    case 2:
      return text.slice(0, at) + random.of(['\n', '\r', '\x80', '\xc3\xa9', '/', '.', '-', 'Z', '0']) + text.slice(at);
    case 3:
      return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
    case 4:
      return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    case 5:
      return `${text}\n`;
    case 6:
      return `${text}\r\n`;
    case 7:
      return `/x${text}`;
    case 8:
      return `${text}/x.y`;
    default:
      return text + text;
  }
}

function sampleBody(body: Disjunction, random: Random, depth: number): string {
  return sampleSequence(random.of(body.alternatives), random, depth);
}

function sampleSequence(sequence: Sequence, random: Random, depth: number): string {
  return sequence.items.map((item) => sampleItem(item, random, depth)).join('');
}

function sampleItem(item: Item, random: Random, depth: number): string {
  switch (item.kind) {
    case 'literal':
    case 'any':
    case 'class': {
      const bytes = bytesIn(singleByteSet(item) ?? []);
      const printable = bytes.filter((byte) => byte > 0x20 && byte < 0x7f && byte !== 0x5c);
      const from = printable.length > 0 && random.chance(95) ? printable : bytes;
      return from.length === 0 ? '' : String.fromCharCode(random.of(from));
    }
    case 'group':
      return depth > 20 ? '' : sampleBody(item.body, random, depth + 1);
    case 'conditional':
      return sampleBody(item.body, random, depth + 1);
    case 'repeat': {
      const rounds = Math.min(item.max, item.min + random.below(4));
      return Array.from({ length: Math.min(rounds, 12) }, () => sampleItem(item.item, random, depth + 1)).join('');
    }
    case 'newline-sequence':
      return random.of(['\n', '\r\n', '\r']);
    case 'lookaround':
      return item.negated || random.chance(50) ? '' : sampleBody(item.body, random, depth + 1);
    default:
      return '';
  }
}
