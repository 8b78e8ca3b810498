import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { checkRows } from '../../../../test/support/nginx-rows.ts';
import { BOTH, NEW, OLD } from './tls.rows.ts';

const RECORDS = fileURLToPath(new URL('tls.records', import.meta.url));

describe('TLS as nginx 1.22.1 and its OpenSSL read it', () => {
  checkRows('1.22.1', [...BOTH, ...OLD], RECORDS);
});

describe('TLS as nginx 1.31.5 and its OpenSSL read it', () => {
  checkRows('1.31.5', [...BOTH, ...NEW], RECORDS);
});
