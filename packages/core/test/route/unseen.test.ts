import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { createModel } from '../../src/model/model.ts';
import { route } from '../../src/route/simulate.ts';
import type { FileProbe } from '../../src/route/types.ts';
import { unseenFor } from '../../src/route/unseen.ts';
import { requestOfUrl } from '../../src/route/url-request.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadTree } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';

const files = memoryFiles({
  '/etc/nginx/nginx.conf': `include main.inc;
events { include events.inc; }
stream { include stream.inc; }
http {
  include http.inc;
  upstream u { server 127.0.0.1; include upstream.inc; }
  server {
    listen 80;
    server_name a;
    include a.inc;
    location /x { include x.inc; location /x/y { include y.inc; } }
    location /z { if ($http_a) { include if.inc; } return 200; }
    location /f { if (-f $request_filename) { return 201; } return 202; }
  }
  server { listen 80; server_name b; include b.inc; }
}
`,
});
const model = createModel(await loadTree(fileAt('/etc/nginx/nginx.conf'), { files, facts: createFacts() }));
const probe: FileProbe = (path) => (path.endsWith('/f') ? 'unknown' : 'missing');
const always = ['main.inc', 'http.inc', 'upstream.inc'];

describe('parts that could not be read', () => {
  it.each([
    ['http://a/', [...always, 'a.inc']],
    ['http://a/x', [...always, 'a.inc', 'x.inc']],
    ['http://a/x/y', [...always, 'a.inc', 'x.inc', 'y.inc']],
    ['http://a/z', [...always, 'a.inc', 'if.inc']],
    // What the files decide is open, and so is the way.
    ['http://a/f', [...always, 'a.inc', 'x.inc', 'y.inc', 'if.inc']],
    ['http://b/x', [...always, 'b.inc']],
    ['http://a:81/', always],
  ])('may matter to %s: %j', (url, names) => {
    const request = requestOfUrl(url, { model });
    if ('problem' in request) throw new Error(request.problem);
    const found = unseenFor(route(model, request, { probe }), model).map(({ path }) => path.replace('/etc/nginx/', ''));
    expect(found.sort()).toEqual([...names].sort());
  });

  it('are none where all was read', async () => {
    const whole = memoryFiles({ '/nginx.conf': 'events {}\nhttp { server { listen 80; } }\n' });
    const complete = createModel(await loadTree(fileAt('/nginx.conf'), { files: whole, facts: createFacts() }));
    const request = requestOfUrl('http://a/', { model: complete });
    if ('problem' in request) throw new Error(request.problem);
    expect(unseenFor(route(complete, request), complete)).toEqual([]);
  });
});
