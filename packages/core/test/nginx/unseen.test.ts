import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { lint } from '../../src/lint/run.ts';
import { createSettings } from '../../src/lint/settings.ts';
import { createModel } from '../../src/model/model.ts';
import { rules } from '../../src/rules/index.generated.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadFragment, loadTree } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  /** The blocks around it; none for a whole configuration. */
  readonly context: readonly string[];
  /** `rule severity`, with `!` behind what nginx would refuse. */
  readonly said: readonly string[];
}

const SERVER = 'access_log /a main;\nadd_header X $nope;';

const CASES: readonly Case[] = [
  {
    name: 'what a fragment uses may be defined around it',
    text: SERVER,
    context: ['http', 'server'],
    said: [],
  },
  {
    name: 'what is no name is defined nowhere',
    text: 'if ($host=a) { return 404; }',
    context: ['http', 'server'],
    said: ['unknown-variable error!'],
  },
  {
    name: 'a whole configuration has it all',
    text: `events { }\nhttp {\n${SERVER}\n}`,
    context: [],
    said: ['log-format-undefined error!', 'unknown-variable error!'],
  },
  {
    name: 'a file that cannot be read may have it',
    text: `events { }\nhttp {\ninclude missing.conf;\n${SERVER}\n}`,
    context: [],
    said: ['include-not-found error!'],
  },
  {
    name: 'other modules define what they name, and what begins as they do',
    text: 'events { }\nhttp {\nserver {\nset_by_lua $a "return 1";\nnchan_subscriber;\nreturn 200 $a$nchan_channel_id;\n}\n}',
    context: [],
    said: [],
  },
  {
    name: 'modules that nobody knows define what begins or ends as they do',
    text: 'events { }\nhttp {\nserver {\nipscrub_period 1;\nreturn 200 $ipscrub_a$remote_addr_ipscrub;\n}\n}',
    context: [],
    said: ['unknown-directive error!'],
  },
  {
    name: 'the databases of geoip2 define what their entries name',
    text: 'events { }\nhttp {\ngeoip2 /a.mmdb {\n$city city names en;\n}\nadd_header X $city;\n}',
    context: [],
    said: [],
  },
];

describe('definitions that nobody has seen', () => {
  it.each(CASES)('$name', async ({ text, context, said }) => {
    const file = fileAt('/etc/nginx/nginx.conf');
    const files = memoryFiles({ '/etc/nginx/nginx.conf': `${text}\n` });
    const options = { files, facts: createFacts(), prefix: '/etc/nginx', certain: true };
    const tree = context.length === 0 ? await loadTree(file, options) : await loadFragment(file, context, options);
    const { diagnostics } = lint(createModel(tree), rules, createSettings({ preset: 'nginx' }));
    const found = diagnostics.map(({ rule, severity, fatal }) => `${rule} ${severity}${fatal ? '!' : ''}`);
    expect(found.filter((each) => !each.startsWith('module-required')).sort()).toEqual([...said].sort());
  });
});
