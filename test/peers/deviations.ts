/** Examples of peers about which ours says otherwise, by the end of their path in the corpus, and why that is right. */
export const DEVIATIONS: readonly (readonly [example: string, reason: string])[] = [
  // Bad for them.
  [
    'hash_without_default+MegaManSec+gixy/map_no_default.conf',
    'a map of one entry is a filter; later versions of the same linter are silent about it',
  ],
  [
    '/if_block.conf',
    'the "." of the expression takes no newline, so that the group holds none; their proxy_pass_cr_fp.conf says the same',
  ],
  ['GixyNG/mapped_value.conf', 'nginx refuses a Host with a slash or a control character'],
  [
    'weak_ssl_tls+chrisfinazzo+gixy/prefer_on.conf',
    'the default list has suites with CBC, for which the order is right',
  ],
  [
    'map_unnamed_capture/tests/fixtures/001_basic/error/nginx.conf',
    'the map stands before the capture: both rounds find the same captures, and no buffer is too short',
  ],
  [
    'map_unnamed_capture/tests/fixtures/002_stream_is_not_reported/error/nginx.conf',
    'the map stands before the capture: both rounds find the same captures, and no buffer is too short',
  ],
  // Good for them.
  ['/rewrite_extract_fp.conf', '"\\W" takes a newline: /proxy/a/%0d%0a gives a Location with it'],
  ['missing_resolver+MegaManSec+gixy/no_var_fp.conf', 'a variable in the path makes nginx resolve at run time as well'],
  ['missing_resolver+MegaManSec+gixy/upstream_fp.conf', 'without a zone nginx refuses "resolve"'],
  ['missing_resolver+MegaManSec+gixy/upstream_2_fp.conf', 'without a zone nginx refuses "resolve"'],
  ['missing_resolver+MegaManSec+gixy/upstream_3_fp.conf', 'without a zone nginx refuses "resolve"'],
  ['missing_resolver+MegaManSec+gixy/upstream_4_fp.conf', 'without a zone nginx refuses "resolve"'],
  ['missing_resolver+chrisfinazzo+gixy/upstream_with_resolve_fp.conf', 'without a zone nginx refuses "resolve"'],
  ['GixyNG/block_upstream_host_with_resolve_fp.conf', 'without a zone nginx refuses "resolve"'],
  ['GixyNG/block_variable_points_to_upstream_with_resolve_fp.conf', 'without a zone nginx refuses "resolve"'],
  ['GixyNG/block_with_include_without_if_fp.conf', 'without a zone nginx refuses "resolve"'],
  ['GixyNG/upstream_host_with_resolve_fp.conf', 'without a zone nginx refuses "resolve"'],
];
