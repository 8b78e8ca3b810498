import { createMatcher, parseRegex } from '@nginx-lint/regex';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regexOf } from '../../src/route/regexes.ts';
import { requiredText } from '../../src/route/required-text.ts';

describe('the text that every match holds', () => {
  it.each([
    ['^/api/v1/([a-z]+)$', '/api/v1/'],
    ['\\.(?:gif|jpe?g|png)$', '.'],
    ['/archive3-[0-9]+(?:/|$)', '/archive3-'],
    ['^/(?:de|en)/page4(/.*)?$', '/page4'],
    ['^/(?<name>[)(]+|x\\))+/tail', '/tail'],
    ['ab*cde?f', 'cd'],
    ['abc+?d', 'abc'],
    ['ab{0,2}', 'a'],
    ['[]abc]longer', 'longer'],
    ['a(?=longer)b', 'a'],
    ['(?<!x)abc', 'abc'],
  ])('of %s', (pattern, text) => {
    expect(requiredText(pattern)).toBe(text);
  });

  it.each([
    'a|b',
    '(?i)abc',
    '(?x)a b',
    '(*UTF)abc',
    '\\Qa*\\E',
    '[[:alpha:]]a',
    'a(?#)b',
    'é',
    '\\x41',
    '(a',
    'a)',
    '',
  ])('of %j: none', (pattern) => {
    expect(requiredText(pattern)).toBe('');
  });

  it('passes no subject over that the expression matches', () => {
    const parts = ['a', 'B', '/', '.', '\\.', '\\d', '*', '+', '?', '{2}', '{0,1}', '^', '$', '|', '(', '(?:', ')'];
    const sets = [
      '[a]',
      '[^b]',
      '[]a]',
      '[^)]',
      '(?=',
      '(?!',
      '(?<n>',
      '\\b',
      '\\(',
      '\\)',
      '0',
      '(?i)',
      '(?<=',
      '{',
      '}',
    ];
    const pattern = fc.array(fc.constantFrom(...parts, ...sets), { minLength: 1, maxLength: 10 }).map((chosen) => {
      const open =
        chosen.filter((part) => /^\([^i]*$/.test(part)).length - chosen.filter((part) => part === ')').length;
      return chosen.join('') + ')'.repeat(Math.max(0, open));
    });
    const subject = fc.array(fc.constantFrom('a', 'b', 'A', 'B', '/', '.', '0', '(', ')', '{'), { maxLength: 6 });
    let [matches, passed] = [0, 0];
    fc.assert(
      fc.property(
        pattern,
        fc.boolean(),
        fc.array(subject, { minLength: 5, maxLength: 5 }),
        (text, caseless, subjects) => {
          const { tree, problems } = parseRegex(text, { caseless });
          if (problems.length > 0) return;
          const matcher = createMatcher(tree);
          for (const characters of subjects) {
            const bytes = characters.join('');
            const match = matcher.match(bytes);
            const ours = regexOf(text, caseless, 'utf-8').match(bytes);
            if (match === null || match === 'cannot-evaluate') {
              if (match === null && ours === null) passed++;
              continue;
            }
            matches++;
            expect([text, bytes, ours]).toEqual([text, bytes, match]);
          }
        },
      ),
      { numRuns: 10_000 },
    );
    expect(Math.min(matches, passed)).toBeGreaterThan(1_000);
  });
});
