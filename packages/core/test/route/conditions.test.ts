import { describe, expect, it } from 'vitest';
import { evaluateCondition } from '../../src/route/conditions.ts';
import { evaluateText } from '../../src/route/script.ts';
import type { Exchange, FileKind } from '../../src/route/types.ts';
import { modelOf } from '../model/model-of.ts';
import { describeValues, exchangeFor } from './value-cases.ts';

const values = (...all: readonly string[]) => all.map((value) => ({ target: `/?a=${value}` }));
const ifs = (...conditions: readonly string[]): string =>
  `set $r ""; location / { ${conditions.map((condition, at) => `if (${condition}) { set $r "\${r}${at},"; }`).join(' ')} return 200 "$r"; }`;

describeValues('if', import.meta.url, {
  'a variable': { http: '', server: ifs('$arg_a'), requests: values('', '0', '00', '1', 'off', 'false', '%20') },
  comparisons: {
    http: '',
    server: ifs('$arg_a = x', '$arg_a != x', '$arg_a = "$arg_a"', '$arg_a = ""', '$arg_a = $uri', '$arg_a = "a b"'),
    requests: values('x', 'X', '', '/', 'xx', 'a b'.replace(' ', '%20')),
  },
  expressions: {
    http: '',
    server: ifs('$arg_a ~ ^x', '$arg_a ~* ^x', '$arg_a !~ ^x', '$arg_a !~* ^x', '$arg_a ~ "^.{2}$"', '$arg_a ~ ^$'),
    requests: values('x', 'Xy', 'ab', '', '\xe9', '\xc9'),
  },
  'files that are there and those that are not': {
    http: '',
    server: ifs(
      '-f /',
      '-d /',
      '-e /',
      '!-f /',
      '!-d /',
      '!-e /',
      '-x /nothing/there',
      '!-x /nothing/there',
      '-e "$arg_a"',
      '!-e "$arg_a"',
      '-f "/etc/passwd"',
      '-d /etc/passwd/',
      '-f /etc/passwd/',
    ),
    requests: values('', '/nothing/there', '/etc/passwd'),
    files: { '/': 'directory', '/etc/passwd': 'file', '/etc/passwd/': 'not-a-directory' },
  },
  'captures are lost when nothing matches': {
    http: '',
    server:
      'location / { if ($arg_a ~ "(.)(.)?") { set $x "$1$2"; } if ($arg_b ~ "(z)") { set $x "$x/$1"; } return 200 "$x-$1$2"; }',
    requests: [{ target: '/?a=pq&b=z' }, { target: '/?a=pq&b=y' }, { target: '/?a=p' }, { target: '/' }],
  },
  'captures of negated expressions': {
    http: '',
    server: 'location / { if ($arg_a !~ "^(.)(.)") { set $x n; } return 200 "$x-$1$2"; }',
    requests: values('pq', 'p', ''),
  },
  'an expression without groups leaves none': {
    http: '',
    server:
      'location / { if ($arg_a ~ "(.)") { set $x "$1"; } if ($arg_a ~ x) { set $x "$x+$1"; } return 200 "$x-$1"; }',
    requests: values('xy', 'y'),
  },
  'a comparison leaves captures alone': {
    http: '',
    server: 'location / { if ($arg_a ~ "(.)") { set $x "$1"; } if ($arg_a = q) { set $x "$x+"; } return 200 "$x-$1"; }',
    requests: values('xy', 'q'),
  },
});

describe('what cannot be known', () => {
  async function ask(condition: string, answer: boolean, kind: FileKind = 'unknown') {
    const text = `events { } http { server { listen 80; if (${condition}) { break; } } }`;
    const model = await modelOf(text);
    const made = exchangeFor(model, { target: '/x' }, () => kind);
    const at = model.servers[0]?.at.children.find(({ node }) => node.name.value === 'if');
    if (made === null || at === undefined) throw new Error('no if');
    const asked: string[] = [];
    const exchange: Exchange = {
      ...made,
      decide: (sentence) => {
        asked.push(sentence);
        return answer;
      },
    };
    return { exchange, holds: evaluateCondition(exchange, at), asked };
  }

  it.each([
    ['$request_id', true, true, 'the value of $request_id fulfils "if ($request_id)"'],
    ['$request_id = x', false, false, 'the value of $request_id fulfils "if ($request_id = x)"'],
    ['$uri = $request_id', true, true, 'the value of $request_id fulfils "if ($uri = $request_id)"'],
    ['-f $request_filename', true, true, '"/etc/nginx/html/x" is a file'],
    ['!-f $request_filename', true, false, '"/etc/nginx/html/x" is a file'],
    ['!-d $request_filename', false, true, '"/etc/nginx/html/x" is a directory'],
    ['-f html/x', true, true, '"html/x" is a file'],
  ])('%s is decided', async (condition, answer, holds, sentence) => {
    const told = await ask(condition, answer);
    expect(told.holds).toBe(holds);
    expect(told.asked).toEqual([sentence]);
  });

  it.each([
    ['-x /x', 'file', true, '"/x" may be executed by its owner'],
    ['-e /x', 'forbidden', true, '"/x" exists'],
  ] as const)('%s of a %s is decided', async (condition, kind, holds, sentence) => {
    const told = await ask(condition, holds, kind);
    expect([told.holds, told.asked]).toEqual([holds, [sentence]]);
  });

  it('leaves the groups of a supposed match unknown', async () => {
    const { exchange } = await ask('$request_id ~ "(a)(?<n>b)"', true);
    expect(evaluateText(exchange, 'x$1')).toEqual({ unknown: 'the value of $1' });
    expect(evaluateText(exchange, '$n')).toEqual({ unknown: 'the value of $n' });
    expect(evaluateText((await ask('$request_id !~ "(a)"', true)).exchange, '$1')).toBe('');
    expect(evaluateText((await ask('$request_id ~ "a"', true)).exchange, '$1')).toBe('');
  });
});
