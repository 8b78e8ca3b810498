/** Patterns that explode; the library's own counts for attacks on them are in pcre2-limits.json. */
export const EXPONENTIAL: readonly string[] = [
  '(a+)+$',
  '(a|a)*b',
  '(a|aa)+$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(.*)*x',
  '(a*)*b',
  '^(\\w+\\s?)*$',
  '(x+x+)+y',
  '^(?:a|b|ab)*c$',
  '(\\d+)*!',
  '^/(\\w+/?)+\\.html$',
  '(?:(a+)\\1)+$',
  '^((a|b)*)*$',
  '^(?:[^/]+/?)*x$',
  '(a{1,30}){1,30}b',
  '^/(?:[a-z]+-?)+/$',
  '^(?:/[^?]*)+\\?x$',
  '^(,(?:[a-z]+)?(?:;[a-z]+)*|,)*$',
  '^/(?:(?:a|b)(?:b|c)?)*$',
];

/** Anchored, so that the library's count, which is for one start, shows the whole growth; with the degree to expect. */
export const POLYNOMIAL: readonly (readonly [pattern: string, degree: number])[] = [
  ['^.*a.*b$', 2],
  ['^.*a.*b.*c$', 3],
  ['^(.+)_(.+)$', 2],
  ['^(.*)(.*)(.*)x$', 3],
  ['^/a/.*/.*x$', 2],
  ['^\\w*\\d*\\w*!$', 2],
];
