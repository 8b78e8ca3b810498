/** What to write for a block that a test names by its directive alone. */
const OPENERS: Readonly<Record<string, string>> = {
  location: 'location /',
  upstream: 'upstream around',
  map: 'map $request_uri $around_map',
  geo: 'geo $around_geo',
  split_clients: 'split_clients $request_uri $around_split',
  if: 'if ($request_method = TRACE)',
  limit_except: 'limit_except GET',
};

/** What nginx demands of a block whatever stands in it, and what a fragment would not say. */
const FILLING: Readonly<Record<string, string>> = {
  mail: 'auth_http 127.0.0.1:9000/auth;',
};

/** A main file of one line with `entry` included in the innermost of some blocks. */
export function contextBlocks(context: readonly string[], entry: string): string {
  const blocks = context[0] === 'main' ? context.slice(1) : context;
  const opened = blocks.map((block, depth) => {
    const inner = depth === blocks.length - 1 ? '' : (FILLING[block] ?? '');
    return `${OPENERS[block] ?? block} { ${inner}`;
  });
  // At the end: `load_module` may not follow a block.
  const events = blocks[0] === 'events' ? '' : ' events {}';
  return `${opened.join('')} include "${entry}"; ${'}'.repeat(blocks.length)}${events}\n`;
}
