/** What lies in the folder in which patterns are tried. */
export const files: readonly string[] = [
  ...['a', 'b', 'é', '[x', '-', ']', 'A', '_', '', 'a b', '!', '^', '\u{1F600}', '\uFF5E'].map(
    (name) => `s/${name}.conf`,
  ),
  's/b\\c',
  's/sub/z.conf',
  'a/x.conf',
  'a-b/x.conf',
  'a.b/x.conf',
  '.h/q.conf',
];

/** Links that lead nowhere. */
export const deadLinks: readonly string[] = ['s/dead.lnk'];

/** Patterns as glob(3) gets them, but for the folder in front. */
export const patterns: readonly string[] = [
  // folders, order, names that begin with a dot
  ...['*/x.conf', '*', '*/', '.*', '.*/q.conf', '*/*/*', '**/x.conf', './*/../*/x.conf', 's//a*', 's/*/', '*/sub/*'],
  ...['*/nothere.conf', 'nothere/*', '[s]/dead.lnk', 's/*.lnk', 's/*', 's/.*', 's/.c*', 's/[.]conf', '*/[.]*', '~/*'],
  // stars and question marks: a character is a byte
  ...['s/?.conf', 's/??.conf', 's/???.conf', 's/????.conf', 's/*.conf', 's/**.conf', 's/a*b*f', 's/*a*', 's/********z'],
  // brackets
  ...[
    's/[[]x.conf',
    's/[x.conf',
    's/[a/.conf',
    's/[a',
    's/[]',
    's/[^b].conf',
    's/[!b].conf',
    's/[!].conf',
    's/[^].conf',
  ],
  ...['s/[]a].conf', 's/[!]a].conf', 's/[z-a].conf', 's/[a-].conf', 's/[-a].conf', 's/[a-b].conf', 's/[A-b].conf'],
  ...['s/[é].conf', 's/[é][é].conf', 'a[-.]b/*', '[a]/[x].[c]onf', 's/[^a-zA-Z].conf'],
  // classes, equivalents and collating elements
  ...['s/[[:alpha:]].conf', 's/[[:upper:]].conf', 's/[^[:alpha:]].conf', 's/[[:foo:]].conf', 's/[[:punct:]].conf'],
  ...[
    's/[[:alpha].conf',
    's/[[.a.]].conf',
    's/[[=a=]].conf',
    's/[[.a.]-b].conf',
    's/[[.ab.]].conf',
    's/[a-[.b.]].conf',
  ],
  ...['s/[[:ALPHA:]].conf', 's/[[::]].conf', 's/[[=ab=]].conf', 's/[a-[:alpha:]].conf', 's/[[:space:]a].conf'],
  // backslashes
  ...['s/\\*.conf', 's/\\[x.c*', 's/b\\\\[c]', 's/b\\[c]', 's\\/[a].conf', '\\s/[a].conf', 's/*\\', 's/a\\ b.con?'],
  ...['s/[\\]].conf', 's/[a\\-b].conf', 's/[a-\\b].conf', 's/[a\\', 's/\\a.con?', 's/[\\a].conf', 's/?\\.conf'],
  // what other globs know
  ...['s/{a,b}.con?', 's/@(a|b).con?'],
];
