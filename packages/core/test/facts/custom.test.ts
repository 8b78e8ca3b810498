import { describe, expect, it } from 'vitest';
import { customDirectives } from '../../src/facts/custom.ts';

const base = { name: 'gate', contexts: ['http', 'location'] };

describe('a private directive', () => {
  it.each([
    [undefined, { min: 0, max: null, flag: false }],
    ['any', { min: 0, max: null, flag: false }],
    [2, { min: 2, max: 2, flag: false }],
    ['3', { min: 3, max: 3, flag: false }],
    ['2-4', { min: 2, max: 4, flag: false }],
    ['1+', { min: 1, max: null, flag: false }],
    ['flag', { min: 1, max: 1, flag: true }],
    [{ min: 1 }, { min: 1, max: null, flag: false }],
    [{ max: 3 }, { min: 0, max: 3, flag: false }],
    [
      { min: 1, max: 3 },
      { min: 1, max: 3, flag: false },
    ],
  ])('with arguments %j', (value, args) => {
    const { facts, errors } = customDirectives([{ ...base, ...(value === undefined ? {} : { arguments: value }) }]);
    expect(errors).toEqual([]);
    expect(facts).toMatchObject([
      { name: 'gate', source: 'private', contexts: ['http', 'location'], args, block: false },
    ]);
  });

  it('may have a block of anything, or open a context that others stand in', () => {
    const { facts, errors } = customDirectives([
      { ...base, block: true },
      { name: 'zoo', contexts: ['http'], opens: 'zoo' },
      { name: 'animal', contexts: ['zoo'] },
    ]);
    expect(errors).toEqual([]);
    expect(facts).toMatchObject([
      { block: true, body: 'unknown' },
      { block: true, body: 'directives', opens: 'zoo' },
      { contexts: ['zoo'], block: false },
    ]);
  });
});

const wrong: [unknown, readonly (string | number)[], RegExp][] = [
  [{}, [], /list of directives, not keys and values/],
  [null, [], /not nothing/],
  [['gate'], [0], /not "gate"/],
  [[{ contexts: ['http'] }], [0], /no name/],
  [[{ name: 'gate' }], [0], /no contexts/],
  [[{ ...base, name: 3 }], [0, 'name'], /not 3/],
  [[{ ...base, name: 'two words' }], [0, 'name'], /not "two words"/],
  [[{ ...base, contexts: 'http' }], [0, 'contexts'], /list of contexts, not "http"/],
  [[{ ...base, contexts: [] }], [0, 'contexts'], /not an empty list/],
  [[{ ...base, contexts: ['http', 'loction'] }], [0, 'contexts', 1], /"loction"; did you mean "location"\?/],
  [[{ ...base, contexts: [1] }], [0, 'contexts', 0], /not 1/],
  [[base, { ...base, argument: 1 }], [1, 'argument'], /key "argument"; did you mean "arguments"\?/],
  [[{ ...base, zzzzzz: 1 }], [0, 'zzzzzz'], /use name, contexts, arguments, block, opens/],
  [[{ ...base, arguments: -1 }], [0, 'arguments'], /not -1/],
  [[{ ...base, arguments: 'some' }], [0, 'arguments'], /not "some"/],
  [[{ ...base, arguments: '4-2' }], [0, 'arguments'], /at least 4 and at most 2/],
  [[{ ...base, arguments: { mni: 1 } }], [0, 'arguments', 'mni'], /did you mean "min"\?/],
  [[{ ...base, arguments: { max: 1.5 } }], [0, 'arguments', 'max'], /not 1.5/],
  [[{ ...base, block: 'yes' }], [0, 'block'], /true or false, not "yes"/],
  [[{ ...base, opens: '' }], [0, 'opens'], /a context, not ""/],
  [[{ ...base, opens: 'zoo', block: false }], [0, 'opens'], /without a block/],
];

describe('a wrong list of private directives', () => {
  it.each(wrong)('%j is wrong at %j', (value, path, message) => {
    const { facts, errors } = customDirectives(value);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.path).toEqual(path);
    expect(errors[0]?.message).toMatch(message);
    expect(facts).toHaveLength(Array.isArray(value) ? value.length - 1 : 0);
  });
});
