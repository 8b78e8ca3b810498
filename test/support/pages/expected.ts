import type { State } from './project.ts';

/** What a command line of the pages comes to in the project of the tests. */
export interface Expected {
  /** `changed` unless told. */
  readonly state?: State;
  /** 0 unless told. */
  readonly code?: number;
  /** What is on standard output; nothing unless told. */
  readonly says?: RegExp;
  /** Standard error, exactly; empty unless told. */
  readonly stderr?: string;
  /** Files that it writes. */
  readonly writes?: Readonly<Record<string, RegExp>>;
  /** Programs that it needs besides. */
  readonly tools?: readonly string[];
  /** Files that must not be there before. */
  readonly without?: readonly string[];
  /** Files that are there besides. */
  readonly files?: Readonly<Record<string, string>>;
  /** It starts an nginx and looks at what that does. */
  readonly observes?: true;
  /** A line that has to be run before. */
  readonly after?: string;
}

/** Lines that nothing can be run for here, each with the reason. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  'npm test': 'is what runs this',
  'npm run test:vscode': 'is a part of npm test',
  'npm run check': 'is what runs this',
  'npm run screenshots': 'writes pictures of the repository anew, in chromium',
  'docker build -t nginx-lint .': 'needs docker and a network; test/dockerfile.test.ts takes its steps',
  'docker run --rm -v "$PWD:/work:ro" nginx-lint': 'needs docker; test/dockerfile.test.ts takes its steps',
  'docker run --rm -v "$PWD:/work" nginx-lint --fix': 'needs docker; test/dockerfile.test.ts takes its steps',
};

export function expectedOf(line: string): Expected | null {
  return RUN[line] ?? null;
}

/** What is found in the branch: an old protocol in the commit, a version that is told in a file that is not committed. */
const FOUND = /ssl-weak-protocols/;
const BOTH = /server-tokens-on[\s\S]*ssl-weak-protocols/;
const LOOSE = /server-tokens-on/;
const found: Expected = { code: 1, says: BOTH };
const prints = (says: RegExp): Expected => ({ says });
const writes = (name: string, content: RegExp, rest: Expected = {}): Expected => ({
  ...rest,
  writes: { [name]: content },
});

const LINT: Readonly<Record<string, Expected>> = {
  'npm ci && npx nginx-lint fixtures/playground': { code: 1, says: /^error\[alias-traversal\]: location "\/media"/m },
  'nginx-lint': found,
  'npx nginx-lint': found,
  'nginx-lint /etc/nginx': { code: 0 },
  'nginx-lint /etc/nginx/nginx.conf': { code: 0 },
  'nginx-lint nginx.conf': { code: 1, says: FOUND },
  'nginx-lint conf.d/app.conf': { code: 0 },
  'cat app.conf | nginx-lint - --context http,server': { code: 0 },
  'nginx-lint --context http,server - < app.conf': { code: 0 },
  'nginx-lint --format json | jq .': { says: BOTH, tools: ['jq'] },
  'nginx-lint --format json nginx.conf': { code: 1, says: /^ {2}"version": 1,[\s\S]*ssl-weak-protocols/m },
  'nginx-lint --format github': { code: 1, says: /^::warning file=deploy\/nginx\/nginx\.conf,line=6,/ },
  'nginx-lint --format sarif > nginx-lint.sarif': writes('nginx-lint.sarif', /"version": "2\.1\.0"/, { code: 1 }),
  'nginx-lint --format gitlab > gl-code-quality-report.json': writes('gl-code-quality-report.json', BOTH, { code: 1 }),
  'nginx-lint --format junit > nginx-lint.xml': writes('nginx-lint.xml', /<testsuites .*failures="2"/, { code: 1 }),
  'nginx-lint --format checkstyle > checkstyle.xml': writes('checkstyle.xml', BOTH, { code: 1 }),
  'nginx-lint --format compact | head -20': prints(
    /^deploy\/nginx\/nginx\.conf:6:19: warning: .*\nnginx\.conf:9:19: error: .*\n$/,
  ),
  'npx --yes nginx-lint@latest --format checkstyle deploy/nginx > nginx-lint.xml || [ $? -eq 1 ]': writes(
    'nginx-lint.xml',
    LOOSE,
  ),
  'nginx-lint --select tls,security': { code: 1, says: BOTH },
  'nginx-lint --select nginx,security --fail-on error': prints(LOOSE),
  'nginx-lint --max-warnings 40': found,
  'nginx-lint --diff': {
    code: 1,
    says: /^-.* TLSv1\.1 TLSv1\.2 .*\n\+.* TLSv1\.2 /m,
    stderr: 'Would fix 2 problems in 2 files\n',
  },
  'nginx-lint && nginx-lint test && nginx-lint format --check': {
    state: 'clean',
    says: /^2 tests, all ok$/m,
    stderr: '0 files would change, 8 left as they are\n',
  },
};

const WITHIN = 'nginx-lint --baseline nginx-lint.baseline.json';

const OLD_PROJECTS: Readonly<Record<string, Expected>> = {
  [`${WITHIN} --update-baseline`]: writes('nginx-lint.baseline.json', BOTH, {
    stderr: 'nginx-lint.baseline.json: 2 problems (2 new, 0 gone)\n',
  }),
  [WITHIN]: {
    after: `${WITHIN} --update-baseline`,
    stderr: '2 known problems not shown (nginx-lint.baseline.json)\n',
  },
  'nginx-lint --changed-since origin/main': found,
  'nginx-lint --changed-since HEAD --fix': writes('deploy/nginx/nginx.conf', /server_tokens off/, {
    stderr: 'Fixed 1 problem in 1 file\n1 problem unchanged since HEAD not shown\n',
  }),
  'nginx-lint --format github --changed-since "$(git merge-base origin/main HEAD)"': { code: 1, says: BOTH },
  'exec npx nginx-lint --changed-since HEAD deploy/nginx': { code: 1, says: LOOSE },
};

const URL = /^GET http:\/\/localhost\//;

const ROUTE: Readonly<Record<string, Expected>> = {
  'nginx-lint route': prints(/^ {2}default {2}nginx\.conf:16 /m),
  'nginx-lint route https://a.example/': prints(/^Status 404$/m),
  "nginx-lint route 'https://www.example.com/a?b=1'": prints(/^GET https:\/\/www\.example\.com\/a\?b=1$/m),
  "nginx-lint route 'https://www.example.com/a/b.php?x=1'": prints(/"\/srv\/www\/a\/b\.php" is not a file/),
  'nginx-lint route http://localhost/ --config deploy/nginx.conf': prints(/^Status 404$/m),
  "nginx-lint route http://localhost/ --header 'Cookie: a=b' --method POST": prints(/^POST http:\/\/localhost\/$/m),
  "nginx-lint route http://localhost/ --method POST --header 'Cookie: a=b' --client-addr 203.0.113.7":
    prints(/from 203\.0\.113\.7$/m),
  'nginx-lint route http://localhost/ --listen 10.0.0.1:8080': prints(/^to 10\.0\.0\.1:8080$/m),
  'nginx-lint route http://localhost/x --files exist': prints(URL),
  'nginx-lint route http://localhost/ --format json | jq .final': {
    says: /^\{\n {2}"file": "nginx\.conf",/,
    tools: ['jq'],
  },
  'nginx-lint route --requests requests.jsonl': prints(/^\{.*\}\n\{.*"orders".*\}\n$/),
  'nginx-lint route --requests requests.jsonl > results.jsonl': writes('results.jsonl', /^\{.*\}\n\{.*"orders".*\}\n$/),
};

const TEST: Readonly<Record<string, Expected>> = {
  'nginx-lint test': { state: 'clean', says: /^2 tests, all ok$/m },
  'nginx-lint test tests/*.yaml': { code: 1, says: /^tests\/shop\.yaml\n {2}failed {2}The old shop/ },
  'nginx-lint test tests/*.yaml --format junit': { code: 1, says: /<testsuites .*tests="2" failures="1"/ },
  'nginx-lint test --format junit > tests.xml': writes('tests.xml', /<testsuites .*failures="1"/, { code: 1 }),
  'npx --yes nginx-lint@latest test --format junit > nginx-test.xml || [ $? -eq 1 ]': writes(
    'nginx-test.xml',
    /failures="1"/,
  ),
  'nginx-lint test --record': writes('nginx-lint.test.yaml', /^ {2}- url: http:\/\/www\.example\.com\/store$/m, {
    without: ['nginx-lint.test.yaml'],
    stderr: 'nginx-lint.test.yaml: 5 tests written; look at what they expect\n',
  }),
};

const DIFFERENT = /^Requests: some are treated in another way/;

const DIFF: Readonly<Record<string, Expected>> = {
  'nginx-lint diff old/ new/': prints(DIFFERENT),
  'nginx-lint diff old/nginx.conf new/nginx.conf': prints(DIFFERENT),
  'nginx-lint diff main:deploy/nginx.conf deploy/nginx.conf': prints(/old: 204 {2}main:deploy\/nginx\.conf:10\n/),
  'nginx-lint diff HEAD~1:nginx HEAD:nginx': prints(/old: 204 {2}HEAD~1:nginx\/nginx\.conf:10\n/),
  'nginx-lint diff main:nginx.conf nginx.conf --format markdown': prints(
    /^### nginx-lint: .*\n\n\*\*Requests:\*\* some are/,
  ),
  'nginx-lint diff main:nginx.conf nginx.conf --fail-on routing,tls': { code: 1, says: DIFFERENT },
};

const APP = '      location /api/ {';

const FORMAT: Readonly<Record<string, Expected>> = {
  'nginx-lint format nginx.conf': prints(/^user www-data;\nworker_processes auto;\n/),
  'nginx-lint format --write': writes('conf.d/app.conf', /^ {4}location \/api\/ \{$/m, {
    says: /^conf\.d\/app\.conf\n$/,
    stderr: '1 file formatted, 7 left as they are\n',
  }),
  'nginx-lint format --check': {
    code: 1,
    says: /^conf\.d\/app\.conf\n$/,
    stderr: '1 file would change, 7 left as they are\n',
  },
  'nginx-lint format --check conf.d': {
    code: 1,
    says: /^conf\.d\/app\.conf\n$/,
    stderr: '1 file would change, 0 left as they are\n',
  },
  'nginx-lint format --diff': {
    code: 1,
    says: new RegExp(`^-${APP}$`, 'm'),
    stderr: '1 file would change, 7 left as they are\n',
  },
  'nginx-lint format --diff conf.d': {
    code: 1,
    says: new RegExp(`^-${APP}$`, 'm'),
    stderr: '1 file would change, 0 left as they are\n',
  },
  'nginx-lint format - --stdin-filename conf.d/app.conf < app.conf': prints(
    /^location \/app\/ \{\n {4}return 204;\n\}\n$/,
  ),
};

const OTHERS: Readonly<Record<string, Expected>> = {
  'npm ci': {},
  'npm install --save-dev nginx-lint': {},
  'npx tsx -C source scripts/routing-observe.ts site.conf http://a.test:8080/x/ --files /srv/www/x/index.html,/srv/empty/':
    {
      observes: true,
      files: {
        'site.conf': 'events {}\nhttp {\n    server {\n        listen 8080;\n        root /srv/www;\n    }\n}\n',
      },
      says: /^We say the same\.$/m,
    },
  'nginx-lint init': writes('.nginx-lint.yaml', /^entries:/m, { stderr: '.nginx-lint.yaml written\n' }),
  'nginx-lint rules': prints(/^ {2}alias-traversal /m),
  'nginx-lint rules alias-traversal': prints(/^alias-traversal {2}A location without/),
  'nginx-lint parse nginx.conf': prints(/^\{"status":"ok",/),
  'nginx-lint parse nginx.conf --indent 2': prints(/^\{\n {2}"status": "ok",/),
  'nginx-lint parse nginx.conf --combine -o all.json': writes('all.json', /"file":"conf\.d\/app\.conf"/),
  'nginx-lint help route': prints(/^ {2}nginx-lint route URL \[options\]$/m),
  'nginx-lint version': prints(/^nginx-lint \d+\.\d+\.\d+\n$/),
  // Its input ends before an editor has said a word.
  'nginx-lint lsp --stdio': { code: 1 },
  'nginx-lint completions bash > ~/.local/share/bash-completion/completions/nginx-lint': writes(
    'home/.local/share/bash-completion/completions/nginx-lint',
    /^complete .*nginx-lint$/m,
  ),
  'nginx-lint completions zsh > ~/.zfunc/_nginx-lint': writes('home/.zfunc/_nginx-lint', /^#compdef nginx-lint$/m),
  'nginx-lint completions fish > ~/.config/fish/completions/nginx-lint.fish': writes(
    'home/.config/fish/completions/nginx-lint.fish',
    /^complete -c nginx-lint /m,
  ),
};

const RUN: Readonly<Record<string, Expected>> = {
  ...LINT,
  ...OLD_PROJECTS,
  ...ROUTE,
  ...TEST,
  ...DIFF,
  ...FORMAT,
  ...OTHERS,
};
