import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('rewrites', () => testTable(new URL('rewrites.cases.conf', import.meta.url)));
