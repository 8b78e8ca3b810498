import { describe, expect, it } from 'vitest';
import { ADVISORIES, fixedReleases, isVulnerable } from '../../src/model/advisories.ts';

const flaw = { vulnerable: [['1.15.8', '1.31.2']], fixed: ['1.31.3', '1.30.4'] } as const;

describe('versions with a flaw', () => {
  it.each([
    ['1.15.7', false],
    ['1.15.8', true],
    ['1.22.1', true],
    ['1.30.3', true],
    ['1.30.4', false],
    ['1.30.9', false],
    ['1.31.2', true],
    ['1.31.3', false],
    ['1.32.0', false],
    ['no version', false],
  ])('%s: %s', (version, expected) => {
    expect(isVulnerable(version, flaw)).toBe(expected);
  });

  it('names the first release of each branch that mends all', () => {
    const quic = ADVISORIES.filter(({ exposure }) => exposure === 'mp4');
    expect(fixedReleases(quic)).toEqual(['1.28.3', '1.29.7']);
    expect(fixedReleases([flaw])).toEqual(['1.30.4', '1.31.3']);
  });

  it('knows none of the newest version', () => {
    expect(ADVISORIES.filter((each) => isVulnerable('1.31.5', each))).toEqual([]);
  });
});
