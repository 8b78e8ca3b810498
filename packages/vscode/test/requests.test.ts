import { describe, expect, it } from 'vitest';
import type { RouteStory } from '../src/answers.ts';
import { marksOf } from '../src/line-marks.ts';
import { lintArguments } from '../src/lint-arguments.ts';
import { type Kept, RequestHistory, urlOf } from '../src/request-history.ts';

/** What an editor keeps, in memory. */
function memory(): Kept {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string) => values.get(key) as T | undefined,
    update: async (key, value) => void values.set(key, value),
  };
}

describe('requests that were asked for', () => {
  it('are kept with the newest first, each once', async () => {
    const history = new RequestHistory(memory());
    for (const url of ['http://a/', 'http://b/', 'http://a/']) await history.add(url);
    expect(history.urls).toEqual(['http://a/', 'http://b/']);
  });

  it('are forgotten after a dozen', async () => {
    const history = new RequestHistory(memory());
    for (let number = 1; number <= 15; number++) await history.add(`http://a/${number}`);
    expect(history.urls).toHaveLength(12);
    expect(history.urls[0]).toBe('http://a/15');
    expect(history.urls).not.toContain('http://a/3');
  });

  it('survive what somebody else wrote there', async () => {
    const kept = memory();
    await kept.update('nginx-lint.requests', ['http://a/', 7, null]);
    expect(new RequestHistory(kept).urls).toEqual(['http://a/']);
    await kept.update('nginx-lint.requests', 'http://a/');
    expect(new RequestHistory(kept).urls).toEqual([]);
  });

  it.each([
    ['https://a.test/x', 'https://a.test/x'],
    [' a.test/x?y ', 'http://a.test/x?y'],
    ['/x', 'http://localhost/x'],
    ['a.test:8080', 'http://a.test:8080'],
  ])('%s is asked for as %s', (typed, url) => {
    expect(urlOf(typed)).toBe(url);
  });
});

describe('marks of the steps of a request', () => {
  const at = (line: number) => ({ file: 'file:///a.conf', line });
  const miss: RouteStory = { step: 'try-regex', text: '"^/b" does not match the URI', at: at(5), rule: 'F3' };
  const hit: RouteStory = { step: 'try-regex', text: '"^/a" matches the URI', at: at(7), rule: 'F3' };
  const used: RouteStory = { step: 'location', text: 'location "~ ^/a" is used', at: at(7), rule: 'F3' };

  it('join what happens at a line, with the numbers of the page', () => {
    expect(marksOf([miss, hit, used]).map(({ line, taken, label }) => [line, taken, label])).toEqual([
      [4, false, '1 "^/b" does not match the URI'],
      [6, true, '2 "^/a" matches the URI · 3 location "~ ^/a" is used'],
    ]);
  });

  it('number the ways of a fork by its step', () => {
    const fork: RouteStory = { fork: [{ condition: 'x', at: null, steps: [hit, used] }] };
    expect(marksOf([miss, fork])[1]?.steps).toEqual(['2.1 "^/a" matches the URI', '2.2 location "~ ^/a" is used']);
  });

  it('leave out what no file holds, and shorten what is long', () => {
    const long: RouteStory = { ...used, text: 'x'.repeat(200) };
    const [mark] = marksOf([{ ...used, at: null }, long]);
    expect(mark?.label).toHaveLength(91);
    expect(mark?.steps[0]).toHaveLength(202);
  });
});

describe('the task', () => {
  it('prints what the problem matcher reads', () => {
    expect(lintArguments({})).toEqual(['--format', 'compact', '--color', 'never']);
    expect(lintArguments({ paths: ['deploy', 3], args: ['--quiet'] }).slice(4)).toEqual(['--quiet', 'deploy']);
    expect(lintArguments({ paths: 'deploy' })).toHaveLength(4);
  });
});
