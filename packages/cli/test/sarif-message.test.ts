import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../test/support/sarif/message.ts';
import { messageOf } from '../src/reporters/sarif-message.ts';

const PLAIN = { placeholders: [], links: [], stray: 0 };

describe('a message of SARIF', () => {
  it.each([
    ['write "root x;"', 'write "root x;"'],
    ['a {0} { b }', 'a {{0}} {{ b }}'],
    ['a {{0}}', 'a {{{{0}}}}'],
    ['[c](d) [e]+ [f] (g)', '[c\\](d) [e]+ [f] (g)'],
    ['~ ^/[a\\]b](x)', '~ ^/[a\\]b\\](x)'],
    ['[a\\](b)', '[a\\\\\\](b)'],
    ['$ \\d{3}[0-9](\\.html)?', '$ \\d{{3}}[0-9\\](\\.html)?'],
  ])('%s', (text, written) => {
    expect(messageOf(text)).toEqual({ text: written });
    expect(readMessage(written)).toEqual({ shown: text, ...PLAIN });
  });

  it('is what was said, to a reader that keeps to the letter, whatever was said', () => {
    const texts = fc.string({
      unit: fc.oneof(
        fc.constantFrom('{', '}', '[', ']', '(', ')', '](', '\\', '0', 'a', ' '),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
      maxLength: 30,
    });
    fc.assert(
      fc.property(texts, (text) => {
        expect(readMessage(messageOf(text).text ?? '')).toEqual({ shown: text, ...PLAIN });
      }),
      { numRuns: 3000 },
    );
  });

  it('would be something else to that reader if it were left alone', () => {
    expect(readMessage('{0} {')).toEqual({ shown: '{0} {', placeholders: ['0'], links: [], stray: 1 });
    expect(readMessage('see [a\\]b](1) and [c\\](d)').links).toEqual(['a\\]b']);
  });
});
