type Reasoned = readonly (readonly [example: string, reason: string])[];

/** Examples of peers about which ours says otherwise, by the end of their path in the corpus, and why that is right. */
export const DEVIATIONS: Reasoned = [
  // Bad for them.
  [
    'GixyNG/mapped_value.conf',
    'nginx refuses a Host with a slash or a control character (ngx_http_validate_host), so that "~*/(.*)" matches no $host',
  ],
  // Good for them.
  ['/rewrite_extract_fp.conf', '"\\W" takes a newline: /proxy/a/%0d%0a gives a Location with it'],
  ['missing_resolver+MegaManSec+gixy/no_var_fp.conf', 'a variable in the path makes nginx resolve at run time as well'],
];

/** Bad examples that the peer put among those that must stay silent later, with one of these. */
export const TAKEN_BACK: Reasoned = [
  [
    'hash_without_default+MegaManSec+gixy/map_no_default.conf',
    'gixy/hash_without_default+MegaManSec+GixyNG/map_single_entry_no_default_fp.conf',
  ],
];

/** Good examples that are none: nginx refuses them, which the rule named here says. */
export const REFUSED: Reasoned = [
  'missing_resolver+MegaManSec+gixy/upstream_fp.conf',
  'missing_resolver+MegaManSec+gixy/upstream_2_fp.conf',
  'missing_resolver+MegaManSec+gixy/upstream_3_fp.conf',
  'missing_resolver+MegaManSec+gixy/upstream_4_fp.conf',
  'missing_resolver+chrisfinazzo+gixy/upstream_with_resolve_fp.conf',
  'GixyNG/block_upstream_host_with_resolve_fp.conf',
  'GixyNG/block_variable_points_to_upstream_with_resolve_fp.conf',
  'GixyNG/block_with_include_without_if_fp.conf',
  'GixyNG/upstream_host_with_resolve_fp.conf',
].map((example) => [example, 'upstream-resolve-incomplete'] as const);
