import {
  type EXPECTATION_KEYS,
  FILES_CHOICES,
  type TEST_FILE_KEYS,
  type TEST_KEYS,
} from '@nginx-lint/service/expectations';
import type { GeneratedFile } from './generated-file.ts';
import { KEYS, type Schema } from './schema.ts';

const TEXT: Schema = { type: 'string', minLength: 1 };
const FILES: Schema = { enum: FILES_CHOICES };
const MATCHES: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['matches'],
  properties: { matches: { description: 'A regular expression, as nginx has them.', ...TEXT } },
};
const EXPECTED = [{ type: ['string', 'number', 'null'] }, MATCHES];
const EXPECTED_TEXT: Schema = { anyOf: EXPECTED };
const WORDS: Schema = { type: ['string', 'number'] };

function named(description: string, value: Schema): Schema {
  return { description, type: 'object', additionalProperties: value };
}

const EXPECT: Readonly<Record<(typeof EXPECTATION_KEYS)[number], Schema>> = {
  server: {
    description: 'One of the names of the server, or file:line; null: nobody listens.',
    type: ['string', 'null'],
  },
  location: {
    description: 'The last location as written, such as `~ \\.php$`, or file:line; null: no location matched.',
    type: ['string', 'null'],
  },
  status: { description: 'Null: no answer.', type: ['integer', 'null'], minimum: 100, maximum: 999 },
  redirect: { description: 'The value of Location; null: none.', ...EXPECTED_TEXT },
  file: { description: 'The path of the file that is sent, on the server; null: none.', ...EXPECTED_TEXT },
  upstream: { description: 'The name of the group, or the address; null: nobody is asked.', type: ['string', 'null'] },
  upstreamUri: { description: 'The target of the request that the upstream gets.', ...EXPECTED_TEXT },
  upstreamHeaders: named('Headers that the upstream gets.', EXPECTED_TEXT),
  upstreamParams: named('Parameters of FastCGI, uwsgi or SCGI that the upstream gets.', EXPECTED_TEXT),
  headers: named('Headers that nginx itself adds; null: absent; a list: several with one name.', {
    anyOf: [...EXPECTED, { type: 'array', items: TEXT }],
  }),
  body: { description: 'The text that the configuration answers with; null: none.', ...EXPECTED_TEXT },
  effective: named('What holds of directives in the last block: their words; null: nothing sets it.', {
    anyOf: [WORDS, { type: 'null' }, { type: 'array', items: WORDS }],
  }),
  uncertain: { description: 'Does the answer hang on what cannot be known?', type: 'boolean' },
};

const TEST: Readonly<Record<(typeof TEST_KEYS)[number], Schema>> = {
  name: { description: 'What the test is about.', ...TEXT },
  url: { description: 'What is asked for.', ...TEXT },
  method: { description: 'GET unless told.', ...TEXT },
  headers: named('Headers of the request.', {
    anyOf: [WORDS, { type: 'array', items: WORDS }],
  }),
  client: { description: 'The address of the client; not known unless told.', ...TEXT },
  listen: { description: 'The address that the client connects to, with its port.', ...TEXT },
  files: { description: 'Where files are looked for in this test.', ...FILES },
  expect: {
    description: 'What becomes of the request; what is not named is not looked at.',
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: EXPECT,
  },
};

const FILE: Readonly<Record<(typeof TEST_FILE_KEYS)[number], Schema>> = {
  config: {
    description: 'The file that nginx is started with; nginx.conf beside this file, or the only one below.',
    ...TEXT,
  },
  nginxVersion: KEYS.nginxVersion,
  files: { description: 'Ask the disk for files (default), or take it that each is there or none.', ...FILES },
  prefix: KEYS.prefix,
  map: KEYS.map,
  tests: {
    description: 'The requests.',
    type: 'array',
    minItems: 1,
    items: { type: 'object', additionalProperties: false, required: ['url', 'expect'], properties: TEST },
  },
};

/** The schema of files of tests, for editors. */
export async function generate(): Promise<GeneratedFile[]> {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'nginx-lint tests',
    type: 'object',
    additionalProperties: false,
    required: ['tests'],
    properties: FILE,
  };
  return [{ path: 'packages/cli/test.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` }];
}
