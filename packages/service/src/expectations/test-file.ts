/** What a text has to be: exactly that, absent (null), or matched by an expression of PCRE. */
export type ExpectedText = string | null | { readonly matches: string };

/** What a test expects of a request; what it does not name is not looked at. */
export interface Expectation {
  /** One of its names, or `file:line`. Null: nobody listens. */
  readonly server?: string | null;
  /** As written (`~ \.php$`, `/api/`), or `file:line`. Null: no location matched. */
  readonly location?: string | null;
  /** Null: closed without an answer. */
  readonly status?: number | null;
  /** The value of `Location`. */
  readonly redirect?: ExpectedText;
  /** The path of the file that is sent, on the server. */
  readonly file?: ExpectedText;
  /** The name of the group, or the address. Null: nobody is asked. */
  readonly upstream?: string | null;
  /** The target of the request that the upstream gets. */
  readonly upstreamUri?: ExpectedText;
  /** Headers that the upstream gets, and parameters of FastCGI, uwsgi and SCGI. */
  readonly upstreamHeaders?: ReadonlyMap<string, ExpectedText>;
  readonly upstreamParams?: ReadonlyMap<string, ExpectedText>;
  /** Headers that nginx itself adds; a list: several with one name, in their order. */
  readonly headers?: ReadonlyMap<string, ExpectedText | readonly string[]>;
  readonly body?: ExpectedText;
  /** What holds of directives in the last block: the words of the directive, a list of such. Null: nothing sets it. */
  readonly effective?: ReadonlyMap<string, string | null | readonly string[]>;
  /** True: the answer hangs on what cannot be known; false: on nothing of that kind. */
  readonly uncertain?: boolean;
}

export type FilesChoice = 'disk' | 'exist' | 'missing';

export interface RequestTest {
  readonly name: string | null;
  readonly url: string;
  readonly method: string | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly client: string | null;
  readonly listen: string | null;
  readonly files: FilesChoice | null;
  readonly expect: Expectation;
}

/** A file of tests. Paths are as written: they start from its folder. Null: it says nothing. */
export interface TestFile {
  /** The file that nginx is started with. */
  readonly config: string | null;
  readonly nginxVersion: string | null;
  readonly files: FilesChoice | null;
  readonly prefix: string | null;
  readonly map: readonly { readonly from: string; readonly to: string }[];
  readonly tests: readonly RequestTest[];
}

export const TEST_FILE_KEYS = ['config', 'nginxVersion', 'files', 'prefix', 'map', 'tests'] as const;

export const TEST_KEYS = ['name', 'url', 'method', 'headers', 'client', 'listen', 'files', 'expect'] as const;

export const EXPECTATION_KEYS = [
  ...['server', 'location', 'status', 'redirect', 'file', 'upstream', 'upstreamUri', 'upstreamHeaders'],
  ...['upstreamParams', 'headers', 'body', 'effective', 'uncertain'],
] as readonly (keyof Expectation)[];

export const FILES_CHOICES: readonly FilesChoice[] = ['disk', 'exist', 'missing'];
