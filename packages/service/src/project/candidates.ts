/** Folders whose files are pieces of nginx configurations whatever they are called. */
const FOLDERS = [
  'sites-available',
  'sites-enabled',
  'conf.d',
  'snippets',
  'streams-available',
  'streams-enabled',
  'vhosts.d',
];

/** Globs of the files that may be nginx configurations, below a folder. */
export const CANDIDATES: readonly string[] = [
  '**/*.{conf,nginx,vhost}',
  '**/nginx.conf.*',
  `**/{${FOLDERS.join(',')}}/*`,
];

/** Never a configuration that one edits: other people's packages, version control, what editors and packagers leave behind. */
export const NEVER: readonly string[] = [
  '**/node_modules/**',
  '**/.git/**',
  '**/.hg/**',
  '**/.svn/**',
  '**/*~',
  '**/*.{swp,bak,orig,rej,dpkg-*,rpmnew,rpmsave}',
];
